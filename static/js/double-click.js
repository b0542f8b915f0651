// The second half of a double click means the first once more: the answer may come between the two, and Run would run
// again, or the Stop that has taken its place would stop what was just begun.
document.addEventListener(
  "click",
  (event) => {
    if (event.detail < 2 || !event.target.closest("button[type='submit'], [data-action='stop']")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  },
  true,
);
