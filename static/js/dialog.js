// A button with data-dialog="id" opens that dialog; a click beside an open dialog closes it.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  if (opener) {
    opener.closest("dialog")?.close();
    const dialog = document.getElementById(opener.dataset.dialog);
    if (!dialog.open) dialog.showModal();
    return;
  }
  if (event.target.matches("dialog[open]")) {
    const box = event.target.getBoundingClientRect();
    const inside =
      event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
    if (!inside) event.target.close();
  }
});
