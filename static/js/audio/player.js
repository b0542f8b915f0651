// A player: play, speed, a waveform to seek in. It tells "player:time" as it goes, and hears "player:seek" and
// "player:span", the stretch that is being read.
{
  const words = (seconds) => {
    const tenths = Math.round(Math.max(0, seconds) * 10);
    const minutes = Math.floor(tenths / 600);
    const rest = `${String(Math.floor((tenths % 600) / 10)).padStart(2, "0")}.${tenths % 10}`;
    return minutes < 60 ? `${minutes}:${rest}` : `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}:${rest}`;
  };

  function start(player) {
    const find = (selector) => player.querySelector(selector);
    const audio = find("audio");
    const wave = find("[data-player-wave]");
    const button = find("[data-player-play]");
    const speed = find("[data-player-speed]");
    const cursor = document.createElement("i");
    cursor.className = "player-cursor";
    const span = Object.assign(document.createElement("i"), { className: "player-span", hidden: true });
    wave.prepend(span);
    wave.append(cursor);
    let bars = [];
    let played = 0;
    let frame = 0;

    // A recorder's file does not say how long it is before it was played to its end: the server does.
    const length = () => {
      const drawn = Number(find(".waveform")?.dataset.seconds ?? player.dataset.seconds);
      return drawn || (Number.isFinite(audio.duration) ? audio.duration : 0);
    };

    function show() {
      const total = length();
      const now = audio.currentTime;
      const share = total ? Math.min(1, now / total) : 0;
      find("[data-player-now]").textContent = words(now);
      cursor.style.left = `${share * 100}%`;
      wave.setAttribute("aria-valuenow", now.toFixed(1));
      wave.setAttribute("aria-valuetext", words(now));
      const to = Math.round(share * bars.length);
      for (let at = Math.min(played, to); at < Math.max(played, to); at += 1) bars[at].classList.toggle("played", at < to);
      played = to;
      player.dispatchEvent(new CustomEvent("player:time", { bubbles: true, detail: { now, playing: !audio.paused } }));
    }

    function follow() {
      show();
      frame = audio.paused ? 0 : requestAnimationFrame(follow);
    }

    function seek(seconds, play = false) {
      audio.currentTime = Math.max(0, Math.min(seconds, length() || seconds));
      show();
      if (play) audio.play();
    }

    function drawn() {
      bars = [...player.querySelectorAll(".waveform rect")];
      played = 0;
      find("[data-player-length]").textContent = words(length());
      wave.setAttribute("aria-valuemax", length().toFixed(1));
      show();
    }

    const toggle = () => (audio.paused ? audio.play() : audio.pause());
    const pointed = (event) => {
      const box = wave.getBoundingClientRect();
      seek(((event.clientX - box.left) / box.width) * length());
    };

    player.classList.add("ready");
    for (const hidden of [wave, button, speed.closest("label")]) hidden.hidden = false;
    button.addEventListener("click", toggle);
    speed.addEventListener("change", () => { audio.playbackRate = Number(speed.value); });
    wave.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      pointed(event);
      wave.setPointerCapture(event.pointerId);
    });
    wave.addEventListener("pointermove", (event) => { if (wave.hasPointerCapture(event.pointerId)) pointed(event); });
    wave.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1, ArrowDown: -5, ArrowUp: 5, PageDown: -30, PageUp: 30 }[event.key];
      const to = { Home: 0, End: length() }[event.key] ?? (step && audio.currentTime + step);
      if (to === undefined) return;
      event.preventDefault();
      seek(to);
    });
    player.addEventListener("htmx:afterSwap", drawn);
    player.addEventListener("player:seek", ({ detail }) => seek(detail.to, detail.play));
    player.addEventListener("player:span", ({ detail }) => {
      span.hidden = !detail || !length();
      if (span.hidden) return;
      span.style.left = `${(100 * detail.from) / length()}%`;
      span.style.width = `${(100 * Math.max(0, Math.min(detail.to, length()) - detail.from)) / length()}%`;
    });
    player.addEventListener("player:by", ({ detail }) => seek(audio.currentTime + detail));
    player.addEventListener("player:toggle", toggle);
    for (const name of ["play", "pause", "ended"]) {
      audio.addEventListener(name, () => {
        find("[data-player-label]").textContent = audio.paused ? "Play" : "Pause";
        button.querySelector("use").setAttribute("href", button.querySelector("use").getAttribute("href").replace(/#.*/, audio.paused ? "#run" : "#pause"));
        if (!frame) follow();
      });
    }
    audio.addEventListener("play", () => {
      for (const other of document.querySelectorAll("audio")) if (other !== audio) other.pause();
    });
    audio.addEventListener("timeupdate", () => frame || show());
    audio.addEventListener("loadedmetadata", drawn);
    audio.addEventListener("error", () => {
      // The browser cannot play this format: the controls would do nothing.
      player.classList.add("mute");
      button.disabled = true;
      button.title = "This browser cannot play this format";
    });
    drawn();
  }

  function startAll(root) {
    for (const player of root.querySelectorAll?.("[data-player]:not(.ready)") ?? []) start(player);
    if (root.matches?.("[data-player]:not(.ready)")) start(root);
  }

  document.addEventListener("htmx:load", ({ detail }) => startAll(detail.elt));
  startAll(document);
}
