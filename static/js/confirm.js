// A dialog with data-opens opens when something is loaded into it; data-close-dialog closes it again.
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target.matches("dialog[data-opens]") && !event.target.open) event.target.showModal();
});

document.addEventListener("click", (event) => {
  const dialog = event.target.closest("[data-close-dialog]")?.closest("dialog");
  if (!dialog) return;
  event.preventDefault();
  dialog.close();
});
