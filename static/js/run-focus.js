// Run and Stop take each other's place as a run begins and ends: the focus of the one that goes moves to the one that
// comes, instead of falling to the page.
{
  const BUTTONS = "#run, [data-action='stop'], [data-action='run-pane'], [data-action='stop-pane']";

  new MutationObserver(() => {
    const left = document.activeElement;
    if (!left?.matches(BUTTONS) || left.checkVisibility()) return;
    const beside = [...left.parentElement.querySelectorAll(`:scope > :is(${BUTTONS})`)];
    beside.find((button) => button.checkVisibility())?.focus({ preventScroll: true });
  }).observe(document.body, { attributeFilter: ["data-live"], subtree: true });

  // A key that is held would press the one that has come as well.
  document.addEventListener("keydown", (event) => {
    if (event.repeat && event.key === "Enter" && event.target.matches?.(BUTTONS)) event.preventDefault();
  });
}
