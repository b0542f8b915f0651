// A form with data-autosubmit sends itself when a control changes, typed text after a pause; never the same twice.
{
  const sent = new WeakMap();
  const written = (form) => new URLSearchParams(new FormData(form)).toString();
  let pause;

  function send(form) {
    clearTimeout(pause);
    if (!form.isConnected || sent.get(form) === written(form)) return;
    form.requestSubmit();
  }

  document.addEventListener("focusin", (event) => {
    const form = event.target.form;
    if (form?.matches("[data-autosubmit]") && !sent.has(form)) sent.set(form, written(form));
  });
  document.addEventListener("submit", (event) => sent.set(event.target, written(event.target)));
  document.addEventListener("change", (event) => event.target.form?.matches("[data-autosubmit]") && send(event.target.form));
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form?.matches("[data-autosubmit]")) return;
    clearTimeout(pause);
    pause = setTimeout(send, 300, form);
  });
}
