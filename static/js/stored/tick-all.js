// The tick above a list ticks all rows that are shown, and says whether all, some or none are.
{
  const boxes = () => [...document.querySelectorAll("[data-rows-list] [data-row] input[type='checkbox']")];

  function show() {
    const all = document.querySelector("[data-tick-all]");
    if (!all) return;
    const ticked = boxes().filter((box) => box.checked).length;
    all.checked = ticked > 0 && ticked === boxes().length;
    all.indeterminate = ticked > 0 && !all.checked;
  }

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-tick-all]")) {
      const ticks = event.target.checked;
      for (const box of boxes()) {
        if (box.checked === ticks) continue;
        box.checked = ticks;
        box.dispatchEvent(new Event("change", { bubbles: true }));
      }
    }
    if (event.target.matches("[data-tick-all], [data-row] input")) show();
  });
  document.addEventListener("htmx:afterSwap", show);
  addEventListener("pageshow", show);
}
