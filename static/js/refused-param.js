// A parameter that the upstream refused is marked at its field too, until it is changed; one click leaves it out.
{
  const fieldOf = (param) => document.querySelector(`#operation [data-param="${CSS.escape(param.split(/[.[]/)[0])}"]`);

  function mark(card) {
    const field = fieldOf(card.dataset.refusedParam);
    const error = field?.querySelector(".field-error");
    if (!error || error.textContent) return;
    error.textContent = card.querySelector("strong").textContent;
    field.querySelector("[aria-describedby]")?.setAttribute("aria-invalid", "true");
    for (let fold = field.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  }

  // On a page that opens on a run, the form holds what was refused; a value that was changed since comes back after
  // this, and takes the mark away.
  const refused = [...document.querySelectorAll("#operation [data-run]")].at(-1)?.querySelector("[data-refused-param]");
  if (refused) mark(refused);

  document.addEventListener("run:ended", ({ target }) => {
    const card = target.querySelector("[data-refused-param]");
    if (card) mark(card);
  });

  function leaveOut(param) {
    fieldOf(param)?.querySelector(".field-reset").click();
    const extra = document.getElementById("id_extra_body");
    if (!extra?.value.trim() || jsonProblem(extra.value)) return;
    const { [param]: left, ...rest } = JSON.parse(extra.value);
    if (left === undefined) return;
    extra.value = Object.keys(rest).length ? JSON.stringify(rest, null, 2) : "";
    extra.dispatchEvent(new Event("input", { bubbles: true }));
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-action='leave-out']");
    if (!button) return;
    leaveOut(button.dataset.leaveOut);
    button.closest("[data-run]").querySelector("[data-action='regenerate']").click();
  });
}
