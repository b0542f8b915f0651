// Pictures picked, pasted or dropped are kept here at once; one by its address is only named.
{
  const card = document.querySelector("[data-moderation-inputs]");

  if (card) {
    const box = card.querySelector("[data-add-picture] input");
    const address = card.querySelector("[data-add-url] input");
    const complain = (words) => { card.querySelector("[data-picture-error]").textContent = words; };
    const add = (url, name) => card.dispatchEvent(new CustomEvent("moderation:picture", { detail: { url, name } }));

    function progress(file) {
      const bar = document.createElement("progress");
      bar.max = file.size || 1;
      bar.value = 0;
      bar.setAttribute("aria-label", `Sending ${file.name}`);
      card.querySelector(".moderation-bar").before(bar);
      return bar;
    }

    function kept(request, file) {
      const uuid = new DOMParser().parseFromString(request.responseText, "text/html").querySelector("[name='composer_files']")?.value;
      if (request.status === 200 && uuid) return void add(`playground-file:${uuid}`, file.name);
      const isPlain = request.getResponseHeader("content-type")?.startsWith("text/plain");
      complain(`${file.name} was not added: ${isPlain ? request.responseText : request.status ? `the server answered ${request.status}` : "the server could not be reached"}.`);
    }

    function send(file) {
      if (!file.type.startsWith("image/")) return void complain(`${file.name} is no picture.`);
      const bar = progress(file);
      const request = new XMLHttpRequest();
      request.open("POST", "/files/");
      request.setRequestHeader("X-CSRFToken", JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"]);
      request.setRequestHeader("Content-Type", file.type);
      request.setRequestHeader("X-File-Name", encodeURIComponent(file.name));
      request.upload.addEventListener("progress", (event) => { bar.value = event.loaded; });
      request.addEventListener("loadend", () => {
        bar.remove();
        kept(request, file);
      });
      request.send(file);
    }

    function sendAll(files) {
      complain("");
      for (const file of files) send(file);
    }

    function addAddress() {
      const url = address.value.trim();
      if (!url) return void address.focus();
      if (!/^https?:\/\/\S+$/i.test(url)) return void complain("The address of a picture begins with https:// or http://.");
      complain("");
      address.value = "";
      add(url, "");
    }

    box.addEventListener("change", () => {
      sendAll(box.files);
      box.value = "";
    });
    address.nextElementSibling.addEventListener("click", addAddress);
    address.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      addAddress();
    });
    document.addEventListener("paste", (event) => {
      if (!event.clipboardData.files.length) return;
      event.preventDefault();
      sendAll(event.clipboardData.files);
    });

    const area = document.getElementById("main");
    area.addEventListener("dragover", (event) => {
      if (![...event.dataTransfer.types].includes("Files")) return;
      event.preventDefault();
      card.classList.add("dropping");
    });
    area.addEventListener("dragleave", (event) => area.contains(event.relatedTarget) || card.classList.remove("dropping"));
    area.addEventListener("drop", (event) => {
      card.classList.remove("dropping");
      if (!event.dataTransfer.files.length) return;
      event.preventDefault();
      sendAll(event.dataTransfer.files);
    });
  }
}
