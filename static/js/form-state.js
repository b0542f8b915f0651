// What was typed into an operation's form survives reload, Back and a second tab; what was set is in the address.
{
  const SKIPPED = ["csrfmiddlewaretoken", "run", "messages", "composer_files"];
  const form = document.querySelector("form[data-operation][method='post']");
  const key = `form:${location.pathname}`;
  let timer = 0;
  let search = location.search;
  let left = false;

  const controls = () =>
    [...form.elements].filter(
      (control) => control.name && !SKIPPED.includes(control.name) && !["file", "submit", "button"].includes(control.type),
    );
  const ticks = (control) => control.type === "checkbox" || control.type === "radio";
  const stateOf = (control) => {
    if (ticks(control)) return control.checked;
    return control.multiple ? [...control.selectedOptions].map((option) => option.value) : control.value;
  };

  function save() {
    clearTimeout(timer);
    timer = 0;
    if (left) return;
    search = location.search;
    const values = controls().map((control) => [control.name, ticks(control) ? control.value : "", stateOf(control)]);
    const state = JSON.stringify({ search: location.search, values });
    for (const storage of [sessionStorage, localStorage]) {
      try {
        storage.setItem(key, state);
      } catch {
        storage.removeItem(key); // Full: an old state would be worse than none.
      }
    }
  }

  // Only the panel's short values: no conversation, nothing that could hold a secret.
  function address() {
    const query = new URLSearchParams(location.search);
    if (query.has("run")) return;
    for (const control of document.querySelectorAll("#params [name]")) query.delete(control.name);
    for (const [name, value] of new FormData(form)) {
      const control = form.elements[name];
      const inPanel = (control?.length && !control.options ? control[0] : control)?.closest?.("#params");
      if (inPanel && name !== "extra_body" && typeof value === "string" && value !== "" && value.length < 200) {
        query.append(name, value);
      }
    }
    const search = query.size ? `?${query}` : "";
    if (search !== location.search) history.replaceState(history.state, "", location.pathname + search + location.hash);
  }

  function put(control, state) {
    if (JSON.stringify(stateOf(control)) === JSON.stringify(state)) return;
    if (ticks(control)) control.checked = state;
    else if (control.multiple) for (const option of control.options) option.selected = state.includes(option.value);
    else control.value = state;
    control.dispatchEvent(new Event("input", { bubbles: true }));
    control.dispatchEvent(new Event("change", { bubbles: true }));
  }

  // The address may have been written after the reload began: it is the same form all the same.
  function reloaded(before) {
    const runOf = (query) => new URLSearchParams(query).get("run");
    const [navigation] = performance.getEntriesByType("navigation");
    return navigation?.type === "reload" && runOf(before) === runOf(location.search);
  }

  function restore() {
    const stored = sessionStorage.getItem(key) ?? localStorage.getItem(key);
    const saved = stored && JSON.parse(stored);
    if (!saved || (location.search && saved.search !== location.search && !reloaded(saved.search))) return;
    const waiting = [...saved.values];
    for (const control of controls()) {
      const value = ticks(control) ? control.value : "";
      const at = waiting.findIndex((entry) => entry[0] === control.name && entry[1] === value);
      if (at >= 0) put(control, waiting.splice(at, 1)[0][2]);
    }
  }

  if (form) {
    document.addEventListener("DOMContentLoaded", restore);
    const now = () => {
      if (!left) address();
      save();
    };
    const soon = () => { timer ||= setTimeout(now, 120); };
    form.addEventListener("input", soon);
    form.addEventListener("change", soon);
    form.addEventListener("reset", soon);
    addEventListener("pagehide", save);
    // Back has changed the address already, while the page still shows what stood at the other one.
    addEventListener("popstate", () => { left = location.search !== search; });
    document.addEventListener("visibilitychange", () => document.hidden && save());
  }
}
