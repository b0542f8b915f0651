// Sections stay open or folded as the person left them, over reloads and swaps; one that holds an error is open anyway.
{
  const keyOf = (section) => `section:${location.pathname}:${section.dataset.section}`;
  const restore = () => {
    for (const section of document.querySelectorAll("[data-section]")) {
      const kept = sessionStorage.getItem(keyOf(section));
      const holdsError = section.querySelector("[aria-invalid]") !== null;
      if (kept !== null && !holdsError) section.open = kept === "open";
    }
  };

  // Only what the person does is kept, not what a page opened with.
  document.addEventListener("click", ({ target }) => {
    const section = target.closest?.("summary")?.parentElement;
    if (section?.matches("[data-section]")) sessionStorage.setItem(keyOf(section), section.open ? "folded" : "open");
  });
  addEventListener("pageshow", restore);
  document.addEventListener("htmx:oobAfterSwap", ({ target }) => target.querySelector?.("[data-section]") && restore());
}
