// The transcript follows the sound, and the sound the transcript: the word that is heard is lit, a click on one seeks.
{
  const card = (element) => element.closest("[data-transcription]");
  const player = (of) => of?.querySelector("[data-player]");
  const tell = (of, name, detail) => player(of)?.dispatchEvent(new CustomEvent(name, { detail }));
  let current = null;

  function last(elements, at) {
    let low = 0;
    let high = elements.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (Number(elements[middle].dataset.from ?? elements[middle].dataset.at) <= at) low = middle + 1;
      else high = middle;
    }
    return elements[low - 1];
  }

  function light(of, { now, playing }) {
    const rows = of.querySelectorAll(".segments-list > .segment");
    const row = last(rows, now + 0.05);
    const word = row && last(row.querySelectorAll("[data-at]"), now + 0.05);
    const before = of.querySelector(".segment.now");
    if (before !== row) {
      before?.classList.remove("now");
      row?.classList.add("now");
      tell(of, "player:span", row && { from: Number(row.dataset.from), to: Number(row.dataset.to) });
      if (playing && row && !of.querySelector("textarea")) row.scrollIntoView({ block: "nearest" });
    }
    const said = of.querySelector(".lit");
    if (said !== word) {
      said?.classList.remove("lit");
      word?.classList.add("lit");
    }
  }

  document.addEventListener("player:time", ({ target, detail }) => {
    const of = card(target);
    if (!of) return;
    if (detail.playing) current = of;
    light(of, detail);
  });

  document.addEventListener("click", (event) => {
    const of = card(event.target);
    if (!of) return;
    current = of;
    const place = event.target.closest("[data-seek], .segment-text > [data-at]");
    if (place) tell(of, "player:seek", { to: Number(place.dataset.seek ?? place.dataset.at) });
    if (event.target.closest("[data-next-doubtful]")) nextDoubtful(of);
    const copy = event.target.closest("[data-copy-transcript]");
    if (copy) {
      const text = [...of.querySelectorAll(".segment-text")].map((part) => part.textContent.trim()).join("\n");
      navigator.clipboard.writeText(text).then(() => say(of, "Copied"));
    }
  });

  function say(of, words) {
    const said = of.querySelector("[data-said]");
    said.textContent = words;
    said.hidden = false;
  }

  function nextDoubtful(of) {
    const all = [...of.querySelectorAll("mark.doubtful, .segment.doubtful")];
    if (!all.length) return;
    const at = all.findIndex((element) => element.classList.contains("at-doubt"));
    all[at]?.classList.remove("at-doubt");
    const next = all[(at + 1) % all.length];
    next.classList.add("at-doubt");
    next.scrollIntoView({ block: "center" });
    tell(of, "player:seek", { to: Number(next.dataset.at ?? next.dataset.from) });
  }

  const keys = {
    " ": (of) => tell(of, "player:toggle"),
    k: (of) => tell(of, "player:toggle"),
    j: (of) => tell(of, "player:by", -5),
    l: (of) => tell(of, "player:by", 5),
    n: nextDoubtful,
  };

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || !(event.key in keys)) return;
    if (event.target.closest("input, textarea, select, button, a, summary, [contenteditable]") && event.key === " ") return;
    if (event.target.closest("input, textarea, select, [contenteditable]") || document.querySelector("dialog[open]")) return;
    const of = card(event.target) ?? (current?.isConnected ? current : document.querySelector("[data-transcription]"));
    if (!of) return;
    event.preventDefault();
    keys[event.key](of);
  });

  const ready = (root) => {
    for (const tool of root.querySelectorAll?.("[data-copy-transcript], [data-edit-tools], [data-edit]") ?? []) tool.hidden = false;
  };
  document.addEventListener("htmx:load", ({ detail }) => ready(detail.elt));
  ready(document);
}
