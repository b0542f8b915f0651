// A picture's page, shown over the page it was opened from. Arrow keys go to its neighbours, Esc closes.
{
  const box = document.getElementById("lightbox");
  let opener = null;

  const open = (url) => htmx.ajax("GET", url, { target: box, swap: "innerHTML" }).then(() => {
    if (!box.open) box.showModal();
    box.focus();
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-lightbox], #lightbox a[data-step]");
    if (event.target.closest("[data-close-lightbox]")) box?.close();
    if (!box || !link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    if (!box.open) opener = link;
    open(link.href);
  });

  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest("input, textarea, select")) return;
    const step = document.querySelector(`${box?.open ? "#lightbox " : ""}[data-step="${event.key}"]`);
    if (!step) return;
    event.preventDefault();
    step.click();
  });

  box?.addEventListener("close", () => {
    box.replaceChildren();
    const next = opener?.isConnected ? opener : document.querySelector(`a[href="${opener?.getAttribute("href")}"]`);
    next?.focus();
  });
}
