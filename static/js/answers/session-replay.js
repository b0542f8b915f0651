// A session plays back in time: both voices together, its turns and events marked as they come.
{
  const sides = (recording) => [...recording.querySelectorAll("audio")];
  const longest = (recording) => sides(recording).toSorted((one, other) => (other.duration || 0) - (one.duration || 0))[0];

  function mark(recording, seconds) {
    const run = recording.closest("[data-run]");
    const places = [run, document.querySelector("[data-recorder-place]")].filter(Boolean);
    for (const place of places) {
      for (const list of place.querySelectorAll(".talk-turns, .recorder-rows")) {
        const timed = [...list.children].filter((child) => Number(child.dataset.ms) <= seconds * 1000);
        const now = timed.at(-1);
        for (const child of list.children) child.classList.toggle("now", child === now);
        if (now && list.classList.contains("recorder-rows")) list.scrollTop = now.offsetTop - list.offsetTop - list.clientHeight / 2;
      }
    }
  }

  function label(recording, isPlaying) {
    recording.querySelector("[data-recording-label]").textContent = isPlaying ? "Pause" : "Play";
  }

  document.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-recording-play]");
    if (!button) return;
    const recording = button.closest("[data-recording]");
    const [first, ...others] = sides(recording);
    const isPlaying = sides(recording).some((audio) => !audio.paused);
    if (isPlaying) sides(recording).forEach((audio) => audio.pause());
    else {
      for (const audio of others) audio.currentTime = first.currentTime;
      sides(recording).forEach((audio) => audio.currentTime < (audio.duration || Infinity) && audio.play());
    }
    label(recording, !isPlaying);
  });

  // Neither event bubbles.
  for (const name of ["timeupdate", "seeked", "ended"]) {
    document.addEventListener(name, ({ target }) => {
      const recording = target.closest?.("[data-recording]");
      if (!recording) return;
      const all = sides(recording);
      if (name === "seeked") {
        for (const other of all) if (other !== target && Math.abs(other.currentTime - target.currentTime) > 0.3) other.currentTime = target.currentTime;
      }
      if (target === longest(recording) || name === "seeked") mark(recording, target.currentTime);
      if (name === "ended") label(recording, all.some((audio) => !audio.paused));
    }, true);
  }

  document.addEventListener("htmx:load", () => {
    for (const button of document.querySelectorAll("[data-recording-play]")) button.hidden = false;
  });

  function sift(rows, recorder) {
    const words = recorder.querySelector("[data-recorder-filter]").value.trim().toLowerCase();
    for (const row of rows) row.hidden = !row.textContent.toLowerCase().includes(words);
  }

  document.addEventListener("input", ({ target }) => {
    const recorder = target.matches?.("[data-recorder-filter]") && target.closest("[data-recorder]");
    if (recorder) sift(recorder.querySelectorAll(".recorder-row"), recorder);
  });
  // Rows that come while a filter is set.
  document.addEventListener("htmx:load", ({ target }) => {
    const recorder = target.matches?.(".recorder-row") && target.closest("[data-recorder]");
    if (recorder) sift([target], recorder);
  });
  // A search field in the operation's form must not send it.
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches?.("[data-recorder-filter]")) event.preventDefault();
  });
}
