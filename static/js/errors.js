// The summary of errors takes focus; its links open the section that holds the field. What is mended is no error any more.
{
  const focusSummary = (root) => root.querySelector?.("[data-errors]")?.focus();

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-errors] a");
    const target = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!target) return;
    event.preventDefault();
    // Rows stand for the control that holds their JSON, unless they cannot show it.
    const shown = target.closest(".rows")?.querySelector(":scope > :first-child:not([hidden]) input") ?? target;
    for (let part = shown.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
    const drawer = target.closest("[popover]:not(:popover-open)");
    if (drawer && getComputedStyle(drawer).display === "none") drawer.showPopover();
    (shown.matches("[role=radiogroup]") ? shown.querySelector(":checked") : shown).focus();
    (target.closest("[data-param]") ?? target).scrollIntoView({ block: "nearest" });
  });

  const clear = (field) => {
    const error = field.querySelector(".field-error");
    if (!error?.textContent) return;
    error.textContent = "";
    field.querySelectorAll("[aria-invalid]").forEach((control) => control.removeAttribute("aria-invalid"));
  };

  document.addEventListener("input", ({ target }) => {
    const field = target.closest?.("[data-param]");
    if (field) clear(field);
  });
  document.addEventListener("htmx:afterRequest", ({ target, detail }) => {
    if (detail.successful && target.matches?.("form[data-operation]")) target.querySelectorAll("[data-param]").forEach(clear);
  });

  document.addEventListener("DOMContentLoaded", () => focusSummary(document));
  document.addEventListener("htmx:afterSettle", ({ target }) => {
    if (target.matches?.("[data-errors]")) target.focus();
    else focusSummary(target);
  });
}
