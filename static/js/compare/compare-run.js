// Run all panes, or one; stop one. What is live on the page is said at its pane and at the buttons.
if (window.compare) {
  const { root, panes, state, stored } = compare;
  const LIVE = "[data-run]:is([data-status='queued'], [data-status='in_progress'])";
  const form = document.getElementById("compare-form");
  const composer = document.getElementById("id_composer");
  let one = "";
  let again = false;
  let sent = null;

  function sync() {
    for (const pane of panes()) pane.toggleAttribute("data-live", pane.querySelector(LIVE) !== null);
    const live = root.querySelector("[data-pane][data-live]") !== null;
    root.toggleAttribute("data-live", live);
    const status = document.getElementById("status");
    if (live) status.textContent = "Generating";
  }

  function runPane(pane) {
    one = pane;
    form.requestSubmit();
  }

  function latest() {
    for (const log of root.querySelectorAll(".pane-log")) log.scrollTop = log.scrollHeight;
  }

  form.addEventListener("htmx:configRequest", ({ detail }) => {
    detail.parameters.state = state();
    if (one) detail.parameters.pane = one;
    if (again) detail.parameters.composer = "";
    if (again) delete detail.parameters.composer_files;
    sent = again ? null : composer.value;
    one = "";
    again = false;
  });

  form.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (detail.elt !== form || detail.xhr.status !== 200) return;
    if (sent !== null) document.getElementById("uploads").replaceChildren();
    if (composer.value === sent) composer.value = "";
    stored();
    compare.soon();
  });

  document.addEventListener("htmx:load", sync);
  document.addEventListener("htmx:afterSettle", sync);
  document.addEventListener("htmx:oobAfterSwap", ({ detail }) => {
    sync();
    if (detail.target.closest?.(".pane-log")) latest();
  });
  document.addEventListener("run:ended", sync);

  // Follow the answer only where the reader is at its end.
  root.addEventListener("scroll", ({ target }) => {
    if (target.matches?.(".pane-log")) target.dataset.follows = target.scrollHeight - target.scrollTop - target.clientHeight < 40;
  }, true);
  document.addEventListener("htmx:wsAfterMessage", ({ target }) => {
    const log = target.closest?.(".pane-log");
    if (log && log.dataset.follows !== "false") log.scrollTop = log.scrollHeight;
  });

  root.addEventListener("click", (event) => {
    const { target } = event;
    const pane = target.closest("[data-pane]");
    if (target.closest("[data-action='run-pane']")) runPane(pane.dataset.pane);
    if (target.closest("[data-action='regenerate']")) {
      event.preventDefault();
      again = true;
      runPane(pane.dataset.pane);
    }
    if (!target.closest("[data-action='stop-pane']")) return;
    for (const run of pane.querySelectorAll(LIVE)) {
      const headers = { "X-CSRFToken": JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"] };
      fetch(`/history/${run.dataset.run}/stop/`, { method: "POST", headers, redirect: "manual" });
    }
  });

  // Return in a parameter's box is not a wish to pay for a run; Ctrl+Enter is.
  root.addEventListener("submit", (event) => {
    if (event.target.matches(".pane-form")) event.preventDefault();
  });
  latest();
  sync();
}
