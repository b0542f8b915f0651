// A picture is chosen, pasted or dropped: each goes the way of the file box, whose answer shows what will be sent.
{
  const section = document.querySelector("[data-picture-input]");
  const box = document.getElementById("id_image");
  const bar = section?.querySelector(".picture-sending");

  function choose(files) {
    const picture = [...files].find((file) => file.type.startsWith("image/")) ?? files[0];
    if (!picture) return;
    const chosen = new DataTransfer();
    chosen.items.add(picture);
    box.files = chosen.files;
    box.dispatchEvent(new Event("change", { bubbles: true }));
  }

  if (section) {
    const area = document.getElementById("main");
    document.addEventListener("paste", (event) => {
      if (!event.clipboardData.files.length) return;
      event.preventDefault();
      choose(event.clipboardData.files);
    });
    area.addEventListener("dragover", (event) => {
      if (![...event.dataTransfer.types].includes("Files")) return;
      event.preventDefault();
      section.classList.add("dropping");
    });
    area.addEventListener("dragleave", (event) => {
      if (!area.contains(event.relatedTarget)) section.classList.remove("dropping");
    });
    area.addEventListener("drop", (event) => {
      section.classList.remove("dropping");
      if (!event.dataTransfer.files.length) return;
      event.preventDefault();
      choose(event.dataTransfer.files);
    });

    box.addEventListener("htmx:xhr:progress", ({ detail }) => {
      bar.max = detail.total || 1;
      bar.value = detail.loaded;
    });
    box.addEventListener("htmx:beforeRequest", () => { bar.hidden = false; });
    box.addEventListener("htmx:afterRequest", () => {
      bar.hidden = true;
      // It is stored now: the form names it, and does not send it again.
      box.value = "";
      document.getElementById("id_image_error").textContent = "";
    });
  }
}
