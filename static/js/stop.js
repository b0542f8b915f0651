// Stop ends every live run on the page, and the one whose form is still on its way: that one is never sent.
// The button says so until the run's last frame has come.
{
  const form = document.querySelector("form[data-operation][method='post']");
  const live = () => document.querySelectorAll("[data-run]:is([data-status='queued'], [data-status='in_progress'])");
  const csrf = () => JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
  let sending = ""; // The run of the form that is on its way.
  let stopped = false;

  const post = (run, action, values = {}) =>
    fetch(`/history/${run}/${action}/`, {
      method: "POST",
      headers: { "X-CSRFToken": csrf() },
      body: new URLSearchParams(values),
      redirect: "manual",
    }).catch(() => null);

  const say = (words) => {
    for (const label of document.querySelectorAll("[data-stop-label]")) label.textContent = words;
  };

  function stop() {
    say("Stopping");
    for (const run of live()) post(run.dataset.run, "stop");
    if (!sending || stopped) return;
    stopped = true;
    post(sending, "stop", { operation: form.dataset.operation });
  }

  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-action='stop']")) return;
    event.preventDefault();
    stop();
  });

  document.addEventListener("run:ended", () => live().length || say("Stop"));

  form?.addEventListener("htmx:beforeSend", ({ detail }) => {
    if (detail.elt === form) sending = detail.requestConfig.parameters.run ?? "";
  });

  form?.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (detail.elt !== form || !sending) return;
    const run = sending;
    sending = "";
    if (stopped && detail.xhr.status === 200) {
      // It is stopped already, unless the stop itself got lost.
      if (live().length) stop();
      else document.getElementById("status").textContent = "Stopped";
    } else if (stopped) {
      // There is no run, and the mended form may become one under the same id.
      post(run, "delete");
    }
    stopped = false;
    if (!live().length) say("Stop");
  });
}
