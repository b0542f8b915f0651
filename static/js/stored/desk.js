// The desk's small things: a choice that sends its form, Get code, the filters as they are now for a view to be saved.
{
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-submits]")) event.target.form.requestSubmit();
  });

  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-open-code]")) return;
    const fold = [...document.querySelectorAll(".list-pane > .read > details")].at(-1);
    fold.open = true;
    fold.scrollIntoView({ block: "start" });
    fold.querySelector("summary").focus();
  });

  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-save-view]")) event.target.elements.query.value = location.search.slice(1);
  });
}
