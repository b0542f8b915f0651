// Thresholds are kept a moment after a slider rests or a preset is chosen; then answers are held against the new ones.
{
  const card = document.querySelector("[data-thresholds]");
  const form = document.getElementById("thresholds");

  if (card && form) {
    const name = card.querySelector("[data-preset-name]");
    const sliders = [...card.querySelectorAll("input[type='range']")];
    let pause;

    const show = (preset) => {
      name.textContent = preset || "my own";
      for (const button of card.querySelectorAll("[data-preset]")) button.setAttribute("aria-pressed", String(button.value === preset));
      for (const slider of sliders) slider.nextElementSibling.value = Number(slider.value).toFixed(2);
    };

    async function keep(preset = "") {
      const values = new FormData(form);
      if (preset) values.set("preset", preset);
      const answer = await fetch(form.action, { method: "POST", headers: { Accept: "text/plain" }, body: new URLSearchParams(values) }).catch(() => null);
      if (answer?.ok) htmx.trigger(document.body, "thresholds:kept");
      else name.textContent = "not kept: the server could not be reached";
    }

    card.addEventListener("input", () => {
      show("");
      clearTimeout(pause);
      pause = setTimeout(keep, 250);
    });
    card.addEventListener("click", (event) => {
      const button = event.target.closest("[data-preset]");
      if (!button) return;
      event.preventDefault();
      clearTimeout(pause);
      for (const slider of sliders) slider.value = button.dataset.preset;
      show(button.value);
      keep(button.value);
    });
    card.querySelector("[data-keep]").hidden = true;
  }
}
