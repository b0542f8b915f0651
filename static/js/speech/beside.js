// Takes that are ticked open side by side; Switch goes on with the next one at the same place.
{
  const open = document.querySelector("[data-beside]");
  const ticked = () => [...new Set([...document.querySelectorAll("[data-tick]:checked")].map((box) => box.dataset.tick))];

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-tick]") && open) open.disabled = ticked().length < 2;
  });
  open?.addEventListener("click", () => {
    const query = new URLSearchParams(ticked().slice(0, 6).map((uuid) => ["take", uuid]));
    location.assign(`${open.dataset.beside}?${query}`);
  });

  const button = document.querySelector("[data-switch]");
  let last = null;
  function next() {
    const players = [...document.querySelectorAll(".take [data-player]")];
    if (!players.length) return;
    const at = players.indexOf(last);
    const from = last?.querySelector("audio");
    const share = from?.duration ? from.currentTime / from.duration : 0;
    const player = players[(at + 1) % players.length];
    const to = player.querySelector("audio");
    const length = Number(player.dataset.seconds) || to.duration || 0;
    player.dispatchEvent(new CustomEvent("player:seek", { detail: { to: share < 0.98 ? share * length : 0, play: true } }));
    player.scrollIntoView({ block: "nearest" });
  }
  document.addEventListener("play", ({ target }) => { last = target.closest("[data-player]") ?? last; }, true);
  if (button) {
    button.hidden = false;
    button.addEventListener("click", next);
    document.addEventListener("keydown", (event) => {
      if (event.key !== "s" || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
      event.preventDefault();
      next();
    });
  }

  // Try again stands for the take that it is in.
  document.addEventListener("click", (event) => {
    const row = event.target.closest("[data-action='regenerate']")?.closest(".take-row");
    const another = row?.querySelector("[data-another]");
    if (!another) return;
    event.preventDefault();
    another.requestSubmit();
  }, true);

  // Another take of a part: what was joined is no longer all of it.
  document.addEventListener("htmx:afterRequest", ({ target }) => {
    if (target.matches?.("[data-another]")) target.dispatchEvent(new CustomEvent("take:again", { bubbles: true }));
  });
}
