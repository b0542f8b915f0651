// Regenerate and Run from here take what follows off the page and run again: a branch beside the old one, which stays kept.
{
  const form = document.getElementById("operation");
  const composer = document.getElementById("id_composer");
  const uploads = document.getElementById("uploads");
  let removed = [];

  function takeFrom(element) {
    removed = [];
    if (element?.previousElementSibling?.matches(".fork")) element = element.previousElementSibling;
    for (; element; element = element.nextElementSibling) removed.push(element);
    removed.forEach((one) => one.remove());
  }

  function runAgain() {
    form.dataset.regenerates = "";
    conversation.changed();
    form.requestSubmit();
  }

  function regenerate(run) {
    takeFrom(run);
    runAgain();
  }

  function runFrom(row) {
    takeFrom(row.nextElementSibling);
    runAgain();
  }

  // Nothing typed, and a message before the last answer was changed: what followed it answers another conversation.
  function cut() {
    if ("regenerates" in form.dataset || composer.value.trim() || uploads.childElementCount) return;
    const elements = conversation.elements();
    const changed = elements.find((element) => element.hasAttribute("data-changed"));
    const last = elements.at(-1);
    if (!changed || changed === last || !conversation.isAnswer(last)) return;
    takeFrom(changed.nextElementSibling);
  }

  if (window.conversation) {
    conversation.runFrom = runFrom;
    conversation.transcript.addEventListener("conversation:send", cut);
    conversation.transcript.addEventListener("click", (event) => {
      const run = event.target.closest("[data-action='regenerate']")?.closest("[data-run]");
      if (!run) return;
      event.preventDefault();
      if (!("sending" in form.dataset)) regenerate(run);
    });
  }

  // What is being typed is the next message, not part of this run.
  form?.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.elt !== form || !("regenerates" in form.dataset)) return;
    event.detail.formData.set("composer", "");
    event.detail.formData.delete("composer_files");
  });

  form?.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.elt !== form || !window.conversation) return;
    setTimeout(() => delete form.dataset.regenerates);
    if (event.detail.xhr.status === 200) {
      for (const element of conversation.elements()) element.removeAttribute("data-changed");
    } else if (removed.length) {
      conversation.transcript.append(...removed);
      conversation.changed();
    }
    removed = [];
  });
}
