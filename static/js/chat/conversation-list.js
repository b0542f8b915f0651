// The list of conversations: a box for a new title is left by Esc and opened by F2; its row keeps the focus.
{
  let renamed = "";

  document.addEventListener("keydown", (event) => {
    const row = event.target.closest?.(".conversation-row");
    if (!row) return;
    const pressed = { Escape: "[data-keep-title]", F2: "[data-rename]" }[event.key];
    const control = pressed && row.querySelector(pressed);
    if (!control) return;
    event.preventDefault(); // Esc would close the pane as well.
    control.click();
  });

  document.addEventListener("htmx:beforeRequest", (event) => {
    renamed = event.detail.elt.closest?.(".conversation-row")?.id ?? "";
  });
  document.addEventListener("htmx:afterSettle", () => {
    if (!renamed || document.querySelector("dialog[open]")) return;
    const row = document.getElementById(renamed);
    renamed = "";
    const box = row?.querySelector("input[name='title']");
    if (box) box.select();
    else row?.querySelector("[data-row-link]")?.focus();
  });
}
