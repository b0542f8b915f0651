// The thread: what runs next goes on from the response that has just ended, until somebody starts anew.
{
  const form = document.querySelector("form[data-operation='create_response']");
  const previous = () => document.getElementById("id_previous_response_id");
  const run = () => document.getElementById("continues_run");
  const line = document.getElementById("composer-thread");

  function set(control, value) {
    if (!control || control.value === value) return;
    control.value = value;
    control.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function show() {
    const from = previous()?.value.trim() || (run()?.value && `run ${run().value.slice(0, 8)}`);
    line.hidden = !from;
    line.querySelector("[data-thread-id]").textContent = from || "";
  }

  function goOn(button) {
    set(previous(), button.dataset.continueFrom ?? "");
    set(run(), button.dataset.continueRun ?? "");
    show();
  }

  if (form && line) {
    document.addEventListener("click", (event) => {
      const from = event.target.closest("[data-continue-from], [data-continue-run]");
      if (from) {
        goOn(from);
        document.getElementById("id_input").focus();
        return;
      }
      const anew = event.target.closest("[data-new-thread]");
      if (!anew) return;
      if (anew.matches("a") && (event.ctrlKey || event.metaKey || event.shiftKey)) return;
      set(previous(), "");
      set(run(), "");
      show();
      if (!anew.matches("a")) return;
      // The form keeps its parameters; what was said goes.
      event.preventDefault();
      history.pushState(null, "", anew.href);
      for (const element of document.querySelectorAll("#transcript > :is(.message, .run)")) element.remove();
      set(document.getElementById("id_input"), "");
      document.getElementById("uploads").replaceChildren();
      document.getElementById("id_input").focus();
    });
    document.addEventListener("run:ended", ({ target }) => {
      if (target.dataset.status !== "completed" || form.elements.conversation?.value.trim()) return;
      const from = target.querySelector("[data-continue-from], [data-continue-run]");
      if (from) goOn(from);
    });
    // What waits for results goes on by them.
    form.addEventListener("input", show);
    document.addEventListener("htmx:afterSettle", show);
    addEventListener("pageshow", show);
  }
}
