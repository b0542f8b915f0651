// The sentence under a model box follows the name that stands in the box.
{
  const noteOf = (control) => control.closest(".pane-form, .section")?.querySelector("[data-shutdowns]");

  document.addEventListener("input", ({ target }) => {
    const note = target.name === "model" && noteOf(target);
    if (!note) return;
    note.textContent = JSON.parse(note.dataset.shutdowns)[target.value.trim()] ?? "";
    note.hidden = !note.textContent;
  });

  // The models of another connection are others, though they may have the same names.
  document.addEventListener("change", ({ target }) => {
    const note = target.name === "connection" && noteOf(target);
    if (!note) return;
    note.dataset.shutdowns = "{}";
    note.hidden = true;
  });
}
