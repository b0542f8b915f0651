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

  // A control outside the panel, such as the composer, names its error; the error is swapped in, the control is not.
  const errorOf = (control) => document.getElementById(`${control.id}_error`);
  const clearOwn = (control) => {
    const error = control.id && errorOf(control);
    if (!error?.textContent) return;
    error.textContent = "";
    control.removeAttribute("aria-invalid");
  };
  document.addEventListener("htmx:oobAfterSwap", ({ detail }) => {
    if (!detail.target.matches?.(".field-error[id$='_error']")) return;
    const control = document.getElementById(detail.target.id.replace(/_error$/, ""));
    if (document.getElementById(detail.target.id).textContent) control?.setAttribute("aria-invalid", "true");
    else control?.removeAttribute("aria-invalid");
  });

  document.addEventListener("input", ({ target }) => {
    const field = target.closest?.("[data-param]");
    if (field) clear(field);
    else clearOwn(target);
  });
  document.addEventListener("htmx:beforeRequest", ({ detail }) => {
    if (detail.requestConfig.verb !== "get") document.getElementById("limit-reached")?.replaceChildren();
  });
  document.addEventListener("htmx:afterRequest", ({ target, detail }) => {
    // htmx calls a refused form, which it swaps in, successful too.
    if (detail.xhr.status !== 200 || !target.matches?.("form[data-operation]")) return;
    target.querySelectorAll("[data-param]").forEach(clear);
    target.querySelectorAll("[aria-invalid]").forEach(clearOwn);
  });

  document.addEventListener("DOMContentLoaded", () => focusSummary(document));
  document.addEventListener("htmx:afterSettle", ({ target }) => {
    if (target.matches?.("[data-errors]")) target.focus();
    else focusSummary(target);
  });
}
