// Sound plays while it arrives. When all of it is there its player takes over, at the place that was reached.
{
  const result = document.getElementById("speech-result");

  // The run that was asked for on this page: a page that was only loaded does not begin to talk.
  let asked = "";
  result?.addEventListener("htmx:afterSwap", ({ target }) => {
    if (target === result) asked = result.querySelector("[data-run]")?.dataset.run ?? "";
  });
  const isAsked = (element) => asked !== "" && element.closest("[data-run]")?.dataset.run === asked;

  function begin(holder) {
    if (isAsked(holder)) holder.querySelector("audio").play().catch(() => {});
    if (isAsked(holder)) asked = "";
  }

  function takeOver(player) {
    const live = player.closest("[data-run]")?.querySelector(".speech-live");
    if (!live) {
      // It came so fast that there was nothing to play before.
      if (isAsked(player)) player.querySelector("audio").play().catch(() => {});
      if (isAsked(player)) asked = "";
      return;
    }
    const before = live.querySelector("audio");
    const audio = player.querySelector("audio");
    const place = before.currentTime;
    const plays = Boolean(before.error) || (!before.paused && !before.ended);
    live.remove();
    if (!plays) return;
    audio.addEventListener("loadedmetadata", () => { audio.currentTime = place; }, { once: true });
    audio.play().catch(() => {});
  }

  const found = new WeakSet();
  function look() {
    for (const holder of document.querySelectorAll(".speech-live, .take-place [data-player]")) {
      if (found.has(holder)) continue;
      found.add(holder);
      if (holder.matches(".speech-live")) begin(holder);
      else takeOver(holder);
    }
  }
  new MutationObserver(look).observe(document.getElementById("main"), { childList: true, subtree: true });
  look();

  // What this browser cannot play comes again as WAV.
  document.addEventListener("error", ({ target }) => {
    const take = target.closest?.(".take");
    if (!take || target.nodeName !== "AUDIO" || target.src.endsWith(take.dataset.wav)) return;
    target.src = take.dataset.wav;
    const player = target.closest("[data-player]");
    target.addEventListener("loadedmetadata", () => {
      player.classList.remove("mute");
      player.querySelector("[data-player-play]").disabled = false;
    }, { once: true });
  }, true);
}
