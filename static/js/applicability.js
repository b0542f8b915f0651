// A parameter that the chosen model does not take becomes quieter and says why; it keeps its value.
{
  const apply = (model) => {
    const scope = model.form ?? document;
    for (const field of document.querySelectorAll("[data-refuses]")) {
      const control = field.querySelector("[id][aria-describedby]");
      if (model.form && field.querySelector("[name]")?.form !== scope) continue;
      const refused = model.value.trim() !== "" && new RegExp(field.dataset.refuses).test(model.value.trim());
      if (refused === field.hasAttribute("data-refused")) continue;
      field.toggleAttribute("data-refused", refused);
      if (refused) control?.setAttribute("aria-description", field.querySelector(".field-note").textContent);
      else control?.removeAttribute("aria-description");
      field.dispatchEvent(new CustomEvent("field:applies", { bubbles: true }));
    }
  };

  document.addEventListener("input", ({ target }) => {
    if (target.name === "model" && target.closest("[data-param]")) apply(target);
  });
  addEventListener("pageshow", () => {
    document.querySelectorAll("[data-param='model'] [name='model']").forEach(apply);
  });
}
