// The summary of errors takes focus; its links open the section that holds the field.
{
  const focusSummary = (root) => root.querySelector?.("[data-errors]")?.focus();

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-errors] a");
    const target = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!target) return;
    event.preventDefault();
    for (let part = target.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
    const drawer = target.closest("[popover]:not(:popover-open)");
    if (drawer && getComputedStyle(drawer).display === "none") drawer.showPopover();
    const field = target.closest("[data-param]");
    const focusable = target.matches("[role=radiogroup]") ? target.querySelector(":checked") : target;
    focusable.focus();
    (field ?? target).scrollIntoView({ block: "nearest" });
  });

  document.addEventListener("DOMContentLoaded", () => focusSummary(document));
  document.addEventListener("htmx:afterSettle", ({ target }) => {
    if (target.matches?.("[data-errors]")) target.focus();
    else focusSummary(target);
  });
}
