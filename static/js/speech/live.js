// Sound plays while it arrives. When all of it is there its player takes over, at the place that was reached.
{
  const result = document.getElementById("speech-result");

  function begin(holder) {
    const audio = holder.querySelector("audio");
    // A page that was only loaded does not begin to talk.
    if (result?.contains(holder) && navigator.userActivation?.hasBeenActive) audio.play().catch(() => {});
  }

  function takeOver(player) {
    const live = player.closest("[data-run]")?.querySelector(".speech-live");
    if (!live) return;
    const before = live.querySelector("audio");
    const audio = player.querySelector("audio");
    const place = before.currentTime;
    const plays = !before.paused && !before.ended;
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
