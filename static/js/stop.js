// Stop ends every live run on the page; the button says so until the run's last frame has come.
{
  const live = () => document.querySelectorAll("[data-run]:is([data-status='queued'], [data-status='in_progress'])");
  const csrf = () => JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-action='stop']");
    if (!button) return;
    event.preventDefault();
    const label = button.querySelector("[data-stop-label]");
    if (label) label.textContent = "Stopping";
    for (const run of live()) {
      fetch(`/history/${run.dataset.run}/stop/`, { method: "POST", headers: { "X-CSRFToken": csrf() } });
    }
  });

  document.addEventListener("run:ended", () => {
    if (live().length) return;
    for (const label of document.querySelectorAll("[data-stop-label]")) label.textContent = "Stop";
  });
}
