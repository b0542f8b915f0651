// A client secret counts down to its expiry, and goes to the clipboard when asked.
{
  const csrf = () => JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];

  function show(secret) {
    const left = Math.ceil(Number(secret.dataset.expires) - Date.now() / 1000);
    const chip = secret.querySelector("[data-countdown]");
    const clock = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    const words = left > 0 ? `expires in ${clock}` : "expired";
    if (chip.textContent !== words) chip.textContent = words;
    chip.classList.toggle("bad", left <= 0);
    chip.classList.toggle("warn", left > 0);
    for (const button of secret.querySelectorAll(".button-row button")) button.disabled = left <= 0;
    return left > 0;
  }

  let timer = 0;
  function tick() {
    clearTimeout(timer);
    const alive = [...document.querySelectorAll(".secret[data-expires]")].map(show);
    if (alive.some(Boolean)) timer = setTimeout(tick, 1000);
  }

  async function copy(button) {
    const label = button.textContent;
    const answer = await fetch(button.dataset.copySecret, { method: "POST", headers: { "X-CSRFToken": csrf() } }).catch(() => null);
    const text = answer ? await answer.text() : "";
    try {
      if (answer?.ok) await navigator.clipboard.writeText(text);
      button.textContent = answer?.ok ? "Copied" : text || "Not here";
    } catch {
      button.textContent = "Not allowed here";
    }
    document.getElementById("status").textContent = button.textContent;
    setTimeout(() => { button.textContent = label; }, 1500);
  }

  document.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-copy-secret]");
    if (button) copy(button);
  });
  document.addEventListener("htmx:load", () => {
    for (const button of document.querySelectorAll("[data-copy-secret]")) button.hidden = false;
    tick();
  });
}
