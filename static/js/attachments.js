// Files picked, pasted or dropped are sent at once, each as one raw body; the answer is the chip that stands for it.
{
  const box = document.getElementById("composer");
  const uploads = document.getElementById("uploads");
  const error = document.getElementById("composer-error");
  const form = box?.closest("form");
  let runsAfter = false;
  const csrf = () => JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];

  function complain(words) {
    error.textContent = words;
    error.hidden = !words;
  }

  function progressChip(file) {
    const chip = document.createElement("div");
    chip.className = "upload sending";
    const name = document.createElement("span");
    name.className = "upload-name";
    name.textContent = file.name;
    const bar = document.createElement("progress");
    bar.max = file.size || 1;
    bar.value = 0;
    bar.setAttribute("aria-label", `Sending ${file.name}`);
    const cancel = document.createElement("button");
    cancel.type = "button";
    cancel.className = "button small plain";
    cancel.textContent = "Cancel";
    chip.append(name, bar, cancel);
    uploads.append(chip);
    return { chip, bar, cancel };
  }

  function reason(request) {
    const text = request.getResponseHeader("content-type")?.startsWith("text/plain") ? request.responseText : "";
    if (request.status === 413) return text || "it is larger than this server takes";
    return text || (request.status ? `the server answered ${request.status}` : "the server could not be reached");
  }

  const sending = () => [...uploads.querySelectorAll(".upload.sending .upload-name")].map((name) => name.textContent);

  // Run, pressed while a file is on its way, waits for it; a file that fails keeps the run from starting without it.
  function goOn() {
    if (!runsAfter || sending().length) return;
    runsAfter = false;
    complain("");
    form.requestSubmit();
  }

  function describe(upload) {
    const said = document.createElement("span");
    said.className = "muted";
    upload.querySelector(".upload-name").after(said);
    const picture = upload.querySelector("img");
    picture?.addEventListener("load", () => { said.textContent = `${picture.naturalWidth} × ${picture.naturalHeight}`; }, { once: true });
    if (/^audio\/(ogg|flac|mp4|aac)/.test(upload.dataset.type)) said.textContent = "sent as WAV";
  }

  function receive(request, file, chip) {
    if (request.status !== 200 && request.status !== 201) {
      chip.remove();
      runsAfter = false;
      complain(`${file.name} was not attached: ${reason(request)}.`);
      return;
    }
    const holder = document.createElement("template");
    holder.innerHTML = request.responseText;
    const upload = holder.content.querySelector(".upload") || holder.content.firstElementChild;
    upload.dataset.type ||= file.type;
    upload.dataset.name ||= file.name;
    describe(upload);
    chip.replaceWith(holder.content);
    htmx.process(upload);
    uploads.dispatchEvent(new CustomEvent("conversation:changed", { bubbles: true }));
    goOn();
  }

  function send(file) {
    const { chip, bar, cancel } = progressChip(file);
    const request = new XMLHttpRequest();
    request.open("POST", "/files/");
    request.setRequestHeader("X-CSRFToken", csrf());
    request.setRequestHeader("Content-Type", file.type || "application/octet-stream");
    request.setRequestHeader("X-File-Name", encodeURIComponent(file.name));
    request.upload.addEventListener("progress", (event) => { bar.value = event.loaded; });
    request.addEventListener("loadend", () => chip.isConnected && receive(request, file, chip));
    cancel.addEventListener("click", () => {
      chip.remove();
      request.abort();
      goOn();
    });
    request.send(file);
  }

  function attach(files) {
    complain("");
    for (const file of files) send(file);
  }

  if (box && uploads) {
    document.addEventListener("submit", (event) => {
      if (event.target !== form || !sending().length) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      runsAfter = true;
      complain(`Runs when ${sending().join(", ")} has been sent. Esc takes the run back.`);
    }, true);

    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.defaultPrevented || !runsAfter) return;
      event.preventDefault();
      runsAfter = false;
      complain("");
    });

    document.getElementById("id_composer_uploads").addEventListener("change", (event) => {
      attach(event.target.files);
      event.target.value = "";
    });
    box.addEventListener("paste", (event) => {
      if (!event.clipboardData.files.length) return;
      event.preventDefault();
      attach(event.clipboardData.files);
    });
    box.addEventListener("click", (event) => {
      if (!event.target.closest("[data-action='detach']")) return;
      event.target.closest(".upload").remove();
      uploads.dispatchEvent(new CustomEvent("conversation:changed", { bubbles: true }));
    });

    const area = document.getElementById("main");
    area.addEventListener("dragover", (event) => {
      if (![...event.dataTransfer.types].includes("Files")) return;
      event.preventDefault();
      box.classList.add("dropping");
    });
    area.addEventListener("dragleave", (event) => {
      if (!area.contains(event.relatedTarget)) box.classList.remove("dropping");
    });
    area.addEventListener("drop", (event) => {
      box.classList.remove("dropping");
      if (!event.dataTransfer.files.length) return;
      event.preventDefault();
      attach(event.dataTransfer.files);
    });
  }
}
