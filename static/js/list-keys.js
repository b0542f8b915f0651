// Lists of rows: j and k move, Enter opens beside the list, x ticks, Esc closes what stands beside.
{
  const rows = () => [...document.querySelectorAll("[data-rows-list] [data-row]")];
  const typing = (target) => target.closest("input:not([type='checkbox']), textarea, select, [contenteditable], dialog[open]");
  const currentRow = () =>
    document.activeElement?.closest("[data-row]") || document.querySelector("[data-row]:has([aria-current='true'])");

  function step(by) {
    const all = rows();
    const at = all.indexOf(currentRow());
    const next = all[at < 0 ? 0 : Math.min(Math.max(at + by, 0), all.length - 1)];
    const link = next?.querySelector("[data-row-link]");
    link?.focus({ preventScroll: true });
    next?.scrollIntoView({ block: "nearest" });
    if (at >= 0 && document.querySelector("#beside > *")) link?.click();
  }

  function count() {
    const ticked = document.querySelector("[data-ticked]");
    if (ticked) ticked.textContent = document.querySelectorAll("[data-row] input:checked").length;
  }

  function close(link) {
    document.getElementById("beside").replaceChildren();
    const row = document.querySelector("[data-row-link][aria-current='true']");
    row?.removeAttribute("aria-current");
    row?.focus();
    history.pushState(null, "", link.href);
  }

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (document.querySelector("dialog[open]")) return;
    const closer = document.querySelector("[data-close-beside]");
    if (event.key === "Escape" && closer) close(closer);
    else if (!document.querySelector("[data-rows-list]")) return;
    else if (event.key === "j" || event.key === "k") step(event.key === "j" ? 1 : -1);
    else if (event.key === "x") currentRow()?.querySelector("input[type='checkbox']")?.click();
    else return;
    event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    const closer = event.target.closest("[data-close-beside]");
    if (!closer || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    close(closer);
  });

  document.addEventListener("change", (event) => event.target.closest("[data-row]") && count());

  document.addEventListener("htmx:beforeRequest", (event) => {
    const link = event.target.closest("[data-row-link]");
    if (!link) return;
    for (const other of document.querySelectorAll("[data-row-link][aria-current]")) other.removeAttribute("aria-current");
    link.setAttribute("aria-current", "true");
  });

  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target.id === "beside") event.target.scrollTop = 0;
    count();
  });

  // Back leads to another row or to none: the list is loaded as that address says.
  addEventListener("popstate", () => document.querySelector(".history") && location.reload());
  // A reloaded page keeps its ticks.
  addEventListener("pageshow", count);
}
