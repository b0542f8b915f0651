// "Try again" says how long the server asked to wait, and that the time is over.
{
  const waiting = () => document.querySelectorAll("[data-retry-at]");
  let timer = 0;

  function show(button) {
    const seconds = Math.ceil((Number(button.dataset.retryAt) - Date.now()) / 1000);
    button.querySelector("[data-retry-label]").textContent = seconds > 0 ? `Try again in ${seconds} s` : "Try again";
    if (seconds <= 0) button.removeAttribute("data-retry-at");
  }

  function tick() {
    waiting().forEach(show);
    clearTimeout(timer);
    timer = waiting().length ? setTimeout(tick, 1000) : 0;
  }

  document.addEventListener("htmx:load", tick);
  document.addEventListener("run:ended", tick);
  tick();
}
