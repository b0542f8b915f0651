// Navigation and parameters are popovers on narrow screens: closed when there is room again, opened for a field in them.
{
  const openPopovers = () => document.querySelectorAll("[popover]:popover-open");
  for (const width of ["(width >= 1100px)", "(width >= 720px)"]) {
    matchMedia(width).addEventListener("change", () => openPopovers().forEach((drawer) => drawer.hidePopover()));
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#id_']");
    const field = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!field) return;
    event.preventDefault();
    for (let fold = field.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    const drawer = field.closest("[popover]");
    if (drawer && !drawer.checkVisibility()) drawer.showPopover();
    const control = field.matches("input, select, textarea, button, [tabindex]")
      ? field
      : field.querySelector("input, select, textarea, button");
    (control || field).focus();
  });
}
