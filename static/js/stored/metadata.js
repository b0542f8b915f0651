// The metadata of an open completion: how many pairs there are, a button for another one, known keys to pick from.
{
  const filled = (form) => [...form.querySelectorAll(".row")].filter((row) => row.querySelector(".control").value !== "");

  function count() {
    for (const place of document.querySelectorAll("[data-pair-count]")) {
      place.textContent = `${filled(place.closest("form")).length} of ${place.dataset.most}`;
    }
  }

  document.addEventListener("input", (event) => event.target.closest(".desk-metadata") && count());
  document.addEventListener("click", (event) => {
    if (event.target.closest(".desk-metadata .row-remove")) count();
    const button = event.target.closest("[data-add-pair]");
    if (button) [...button.form.querySelectorAll(".row .control:first-child")].findLast((input) => !input.value)?.focus();
  });
  document.addEventListener("focusin", (event) => {
    if (event.target.matches(".desk-metadata .row .control:first-child")) event.target.setAttribute("list", "known-keys");
  });
  document.addEventListener("htmx:afterSwap", count);
  count();
}
