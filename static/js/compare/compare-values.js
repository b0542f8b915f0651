// One parameter of a pane, or all but its model, are given to the other panes.
if (window.compare) {
  const { root, panes } = compare;
  const button = document.getElementById("apply-one");
  const ticks = (control) => control.type === "radio" || control.type === "checkbox";

  function put(control, from) {
    const same = ticks(control) ? control.checked === from.checked : control.value === from.value;
    if (same) return;
    if (ticks(control)) control.checked = from.checked;
    else control.value = from.value;
    control.dispatchEvent(new Event("input", { bubbles: true }));
    control.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function give(field) {
    const own = field.closest("[data-pane]");
    for (const pane of panes().filter((other) => other !== own)) {
      const controls = pane.querySelectorAll(`[data-param="${field.dataset.param}"] [name]`);
      [...field.querySelectorAll("[name]")].forEach((control, place) => put(controls[place], control));
    }
  }

  function say(words) {
    document.getElementById("status").textContent = words;
  }

  root.addEventListener("focusin", ({ target }) => {
    const head = target.closest("[data-param]")?.querySelector(".field-head");
    if (!head || head.querySelector(".field-apply")) return;
    head.append(button.content.cloneNode(true));
    const { param } = head.closest("[data-param]").dataset;
    head.querySelector(".field-apply").setAttribute("aria-label", `Give ${param} to all panes`);
  });

  root.addEventListener("click", ({ target }) => {
    const field = target.closest("[data-action='apply-one']")?.closest("[data-param]");
    if (field) {
      give(field);
      say(`${field.dataset.param} is the same in all panes`);
    }
    const all = target.closest("[data-action='apply-all']")?.closest("[data-pane]");
    if (!all) return;
    all.querySelectorAll(".pane-drawer [data-param]").forEach(give);
    say(`All panes have the parameters of pane ${all.dataset.pane}`);
  });
}
