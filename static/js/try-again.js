// Regenerate and Try again where the page has no way of its own: its form once more, else the page on which to edit the run.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-action='regenerate']");
  if (!button || event.defaultPrevented) return;
  const form = document.getElementById("operation");
  if (!form) return void document.querySelector("[data-again]")?.click();
  if (!("sending" in form.dataset)) form.requestSubmit();
});
