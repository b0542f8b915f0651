// Panes are added, duplicated and removed; another connection has other models to suggest.
if (window.compare) {
  const { root, panes, post, soon, stored } = compare;
  const MOST = 6;

  function sync() {
    const all = panes();
    for (const button of document.querySelectorAll("[data-action='add-pane'], [data-action='copy-pane']")) button.disabled = all.length >= MOST;
    for (const button of root.querySelectorAll("[data-action='remove-pane']")) button.disabled = all.length <= 1;
    for (const select of root.querySelectorAll(".look-differences select")) {
      const chosen = select.value;
      select.replaceChildren(...all.map(({ dataset }) => new Option(dataset.pane)));
      const fallback = select.name === "left" ? all[0] : all.at(-1);
      select.value = all.some(({ dataset }) => dataset.pane === chosen) ? chosen : fallback.dataset.pane;
    }
    root.style.setProperty("--panes", all.length);
  }

  async function add(model) {
    const response = await post("panes/", { copy: model.dataset.pane });
    if (!response.ok) return;
    stored();
    const holder = document.createElement("template");
    holder.innerHTML = await response.text();
    const pane = holder.content.querySelector("[data-pane]");
    model.after(pane);
    htmx.process(pane);
    sync();
    pane.scrollIntoView({ block: "nearest", inline: "nearest" });
    pane.querySelector("[name='model']").focus();
  }

  function remove(pane) {
    pane.querySelector("[data-action='stop-pane']").click();
    const next = pane.nextElementSibling ?? pane.previousElementSibling;
    pane.remove();
    next.querySelector("[data-action='remove-pane']").focus();
    sync();
    soon();
  }

  document.addEventListener("click", ({ target }) => {
    const pane = target.closest("[data-pane]");
    if (target.closest("[data-action='add-pane']")) add(panes().at(-1));
    if (target.closest("[data-action='copy-pane']")) add(pane);
    if (target.closest("[data-action='remove-pane']")) remove(pane);
  });

  root.addEventListener("change", ({ target }) => {
    if (target.name !== "connection") return;
    const model = target.form.elements.model;
    model.setAttribute("hx-get", target.selectedOptions[0].dataset.models);
    model.nextElementSibling.replaceChildren();
    htmx.process(model);
  });
  sync();
}
