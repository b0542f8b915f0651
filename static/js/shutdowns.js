// The sentence under a model box follows the name that stands in the box.
{
  document.addEventListener("input", ({ target }) => {
    if (target.name !== "model") return;
    const note = target.closest(".section, form")?.querySelector("[data-shutdowns]");
    if (!note) return;
    note.textContent = JSON.parse(note.dataset.shutdowns)[target.value.trim()] ?? "";
    note.hidden = !note.textContent;
  });
}
