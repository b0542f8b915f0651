// Regenerate takes an answer and all after it off the page and runs again; the old run stays in the history.
{
  const form = document.getElementById("operation");
  let removed = [];

  function takeFrom(run) {
    removed = [];
    for (let element = run; element; element = element.nextElementSibling) removed.push(element);
    removed.forEach((element) => element.remove());
    conversation.changed();
  }

  document.addEventListener("click", (event) => {
    const run = event.target.closest("[data-action='regenerate']")?.closest("[data-run]");
    if (!run || !form || !window.conversation) return;
    event.preventDefault();
    takeFrom(run);
    form.dataset.regenerates = "";
    form.requestSubmit();
  });

  // What is being typed is the next message, not part of this run.
  form?.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.elt !== form || !("regenerates" in form.dataset)) return;
    event.detail.formData.set("composer", "");
    event.detail.formData.delete("composer_files");
  });

  form?.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.elt !== form || !("regenerates" in form.dataset)) return;
    setTimeout(() => delete form.dataset.regenerates);
    if (event.detail.xhr.status === 200) return;
    conversation.transcript.append(...removed);
    conversation.changed();
  });
}
