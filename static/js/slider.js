// The slider and its number box say the same; only the box is sent. Arrow keys step the box too.
{
  const partner = (target) => target.closest?.(".slider")?.querySelector(target.type === "range" ? "[name]" : "[type=range]");

  document.addEventListener("input", ({ target, isTrusted }) => {
    const other = partner(target);
    if (!other) return;
    if (target.type === "range") {
      if (!isTrusted && other.value === "") return;
      other.value = target.value;
      other.dispatchEvent(new Event("input", { bubbles: true }));
    } else if (document.activeElement !== other) {
      other.value = target.value.trim() === "" ? other.dataset.default : target.value;
    }
  });

  document.addEventListener("keydown", (event) => {
    const box = event.target;
    const direction = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (!direction || !box.matches?.(".slider [name]")) return;
    const range = partner(box);
    range[direction > 0 ? "stepUp" : "stepDown"](event.shiftKey ? 1 : 10);
    box.value = range.value;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    event.preventDefault();
  });
}
