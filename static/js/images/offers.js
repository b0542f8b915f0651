// Words to press write into the box beside them; those that the typed model does not take are not offered.
{
  const boxOf = (offers) => offers.querySelector("[name]");

  const mirror = (offers) => {
    const text = boxOf(offers).value.trim();
    for (const word of offers.querySelectorAll("[data-value]")) {
      word.setAttribute("aria-pressed", word.dataset.value === text);
    }
  };

  const apply = () => {
    const model = document.querySelector("[data-param='model'] [name='model']")?.value.trim() ?? "";
    for (const word of document.querySelectorAll("[data-offer-refuses]")) {
      word.hidden = new RegExp(word.dataset.offerRefuses).test(model);
    }
  };

  const all = () => {
    for (const offers of document.querySelectorAll("[data-offers]")) {
      offers.querySelector(".offer-words").hidden = false;
      mirror(offers);
    }
    apply();
  };

  document.addEventListener("click", ({ target }) => {
    const word = target.closest("[data-offers] [data-value]");
    if (!word) return;
    const box = boxOf(word.closest("[data-offers]"));
    box.value = word.getAttribute("aria-pressed") === "true" ? "" : word.dataset.value;
    box.dispatchEvent(new Event("input", { bubbles: true }));
  });

  document.addEventListener("input", ({ target }) => {
    const offers = target.closest?.("[data-offers]");
    if (offers) mirror(offers);
    if (target.name === "model") apply();
  });

  document.addEventListener("htmx:load", all);
  addEventListener("pageshow", all);
}
