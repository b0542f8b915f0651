// The palette filters what it lists, moves by arrow keys, and presses the page's own buttons.
{
  const palette = document.getElementById("palette");
  const query = document.getElementById("palette-query");
  const seen = (element) => element.checkVisibility();
  const items = () => [...palette.querySelectorAll(".palette-item, #palette-runs a")].filter(seen);

  function filter() {
    const words = query.value.trim().toLowerCase();
    for (const item of palette.querySelectorAll(".palette-item")) {
      const target = item.dataset.press && document.querySelector(item.dataset.press);
      const usable = !item.dataset.press || (target && seen(target));
      item.hidden = !usable || !item.textContent.toLowerCase().includes(words);
    }
    for (const group of palette.querySelectorAll("[data-palette-group]")) {
      group.hidden = !group.querySelector(".palette-item:not([hidden]), #palette-runs");
    }
    mark();
  }

  function mark() {
    const shown = items();
    palette.querySelectorAll("[data-first]").forEach((item) => delete item.dataset.first);
    if (shown[0]) shown[0].dataset.first = "";
    palette.querySelector(".palette-none").hidden = shown.length > 0;
  }

  function step(by) {
    const all = [query, ...items()];
    const at = Math.max(0, all.indexOf(document.activeElement));
    all[(at + by + all.length) % all.length].focus();
  }

  function opened() {
    query.value = "";
    filter();
    query.focus();
    const runs = document.getElementById("palette-runs");
    if (runs) htmx.trigger(runs, "palette:open");
  }

  if (palette) {
    new MutationObserver(() => palette.open && opened()).observe(palette, { attributeFilter: ["open"] });
    query.addEventListener("input", filter);
    palette.addEventListener("htmx:afterSwap", mark);
    palette.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        step(event.key === "ArrowDown" ? 1 : -1);
      } else if (event.key === "Enter" && event.target === query) {
        event.preventDefault();
        items()[0]?.click();
      } else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && event.target !== query) {
        query.focus();
      }
    });
    palette.addEventListener("click", (event) => {
      const item = event.target.closest(".palette-item");
      if (!item) return;
      if (!item.dataset.dialog) palette.close();
      if (item.dataset.press) document.querySelector(item.dataset.press)?.click();
    });
  }
}
