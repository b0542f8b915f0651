// What the page of a comparison holds is the server's to keep: panes, messages before the prompt, and the prompt.
{
  const root = document.getElementById("compare");
  const csrf = () => JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
  const panes = () => [...root.querySelectorAll("[data-pane]")];
  let timer = 0;

  function valuesOf(form) {
    const values = {};
    for (const [name, value] of new FormData(form)) {
      if (!["csrfmiddlewaretoken", "connection"].includes(name) && value !== "") values[name] = value;
    }
    return values;
  }

  const paneOf = (pane) => {
    const form = pane.querySelector(".pane-form");
    return { id: pane.dataset.pane, connection: Number(form.elements.connection.value), values: valuesOf(form) };
  };

  // As JSON; what was not changed as the text that it came as, whose numbers keep their spelling.
  function messageOf(row) {
    const json = row.querySelector(".message-json")?.textContent ?? "{}";
    const kept = JSON.parse(json);
    const role = row.querySelector("select").value;
    const content = row.querySelector("textarea")?.value ?? kept.content;
    if (content === "") return "";
    return role === kept.role && content === kept.content ? json : JSON.stringify({ ...kept, role, content });
  }

  const shared = () => [...root.querySelectorAll("#shared-list .shared-message")].map(messageOf).filter(Boolean);
  function state() {
    const rest = JSON.stringify({ panes: panes().map(paneOf), composer: document.getElementById("id_composer").value });
    return `{"shared":[${shared()}],${rest.slice(1)}`;
  }

  function post(path, values, options = {}) {
    const body = new URLSearchParams({ state: state(), ...values });
    return fetch(`${root.dataset.address}${path}`, { method: "POST", headers: { "X-CSRFToken": csrf() }, body, ...options });
  }

  function stored() {
    root.dataset.stored = "";
    if (location.pathname !== root.dataset.address) history.replaceState(history.state, "", root.dataset.address);
  }

  async function save() {
    clearTimeout(timer);
    timer = 0;
    if ((await post("", {})).ok) stored();
  }

  const soon = () => { timer ||= setTimeout(save, 200); };

  function flush() {
    if (!timer) return;
    clearTimeout(timer);
    timer = 0;
    post("", {}, { keepalive: true });
  }

  if (root) {
    window.compare = { root, panes, state, post, soon, stored };
    root.addEventListener("input", soon);
    root.addEventListener("change", soon);
    // Before the next page is asked for: it may be this one again.
    for (const leaving of ["beforeunload", "pagehide"]) addEventListener(leaving, flush);

    root.addEventListener("click", ({ target }) => {
      if (target.closest("[data-action='add-shared']")) {
        const row = document.getElementById("shared-template").content.cloneNode(true);
        document.getElementById("shared-list").append(row);
        document.querySelector("#shared-list .shared-message:last-child textarea").focus();
      }
      const removed = target.closest("[data-action='remove-shared']");
      if (!removed) return;
      removed.closest(".shared-message").remove();
      document.querySelector("[data-action='add-shared']").focus();
      soon();
    });
  }
}
