// A run's text goes into the editor as it arrives, between what stood before and after it; undo, regenerate, accept.
{
  const { editor } = completionDocument;
  const form = document.getElementById("operation");
  const card = document.querySelector("[data-editor]");
  const result = document.getElementById("completion-result");
  const marker = card.dataset.marker;
  const key = "completions:writing";
  const LIVE = ["queued", "in_progress"];
  const button = (name) => card.querySelector(`[data-completion='${name}']`);
  // What runs were asked to go on from, oldest first: {run, text, reading, before, after, ranges}.
  let past = [];
  // The last of them, while its text is in the editor as it came.
  let current = null;
  let restored = false;

  const reading = () => form.querySelector("[name='reading']:checked")?.value ?? "text";
  const article = () => result.querySelector("[data-run]");
  const isLive = () => LIVE.includes(article()?.dataset.status);

  function read(value) {
    const radio = form.querySelector(`[name='reading'][value='${value}']`);
    if (!radio || radio.checked) return;
    radio.checked = true;
    radio.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function keep() {
    const state = { run: article()?.dataset.run, past: past.slice(-20), current: Boolean(current), ranges: completionDocument.ranges, text: editor.value };
    try {
      sessionStorage.setItem(key, JSON.stringify(state));
    } catch {
      sessionStorage.removeItem(key);
    }
  }

  function offer() {
    const live = isLive() || "sending" in form.dataset;
    for (const name of ["undo", "again"]) {
      button(name).hidden = !past.length;
      button(name).disabled = live;
    }
    button("accept").hidden = !completionDocument.ranges.length;
    button("accept").disabled = live;
    editor.readOnly = Boolean(current) && live;
    card.toggleAttribute("data-writing", editor.readOnly);
    result.toggleAttribute("data-in-editor", Boolean(current));
    card.querySelector("[data-run-label]").textContent = completionDocument.ranges.length ? "Go on" : "Complete";
  }

  function asked() {
    const text = editor.value;
    const mode = reading();
    const at = text.indexOf(marker);
    const inserts = mode === "insert" && at >= 0;
    return {
      text,
      reading: mode,
      ranges: completionDocument.ranges,
      before: inserts ? text.slice(0, at) : text,
      after: inserts ? text.slice(at + marker.length) : "",
    };
  }

  // The ranges before and after the marker, where they stand without it.
  function around({ ranges, before, after }, written) {
    const end = before.length;
    const shift = written - marker.length;
    const kept = ranges.flatMap(([from, to]) => {
      const first = [from, Math.min(to, end)];
      const last = after ? [Math.max(from, end + marker.length) + shift, to + shift] : [0, 0];
      return [first, last];
    });
    return [...kept, [end, end + written]].filter(([from, to]) => from < to).sort((a, b) => a[0] - b[0]);
  }

  const shown = () => result.querySelector(".completion-answer[data-in-editor] .choice:not([hidden]) .completion-text");

  function write() {
    if (!current) return;
    const text = shown()?.textContent ?? "";
    completionDocument.set(current.before + text + current.after, around(current, text.length));
    if (isLive()) completionDocument.show();
    editor.dispatchEvent(new Event("input", { bubbles: true }));
    offer();
    keep();
  }

  function begin(entry) {
    current = entry;
    past.push(entry);
    if (entry.reading === "insert") read("text");
    write();
  }

  function restore(entry) {
    current = null;
    completionDocument.set(entry.text, entry.ranges);
    read(entry.reading);
    editor.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function undo() {
    const entry = past.pop();
    if (!entry) return;
    restore(entry);
    offer();
    keep();
    editor.focus();
  }

  function again() {
    const entry = past.pop();
    if (!entry) return;
    restore(entry);
    form.requestSubmit();
  }

  function accept() {
    current = null;
    completionDocument.set(editor.value);
    offer();
    keep();
    editor.focus();
  }

  // What a page holds that was loaded on a run: as it was left, or else the run's own text.
  function attach() {
    const run = article()?.dataset.run;
    const saved = JSON.parse(sessionStorage.getItem(key) ?? "null");
    restored = true;
    if (saved?.run === run && run && (saved.current || saved.text === editor.value)) {
      past = saved.past;
      completionDocument.set(saved.current ? saved.text : editor.value, saved.ranges);
      current = saved.current ? past.at(-1) : null;
    } else {
      completionDocument.set(editor.value);
      if (run && result.querySelector(".completion-answer[data-in-editor]")) {
        completionDocument.set(editor.defaultValue);
        past = [asked()];
        [current] = past;
        if (current.reading === "insert") read("text");
      }
    }
    if (current) write();
    offer();
  }

  let leaving = null;
  form.addEventListener("htmx:beforeRequest", ({ detail }) => {
    if (detail.elt === form) leaving = asked();
  });
  form.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (detail.elt !== form || detail.xhr.status === 200) return;
    leaving = null;
    offer();
  });
  result.addEventListener("htmx:afterSwap", ({ target, detail }) => {
    // A refused form, which changes nothing here, is swapped in too.
    if (target !== result || !leaving || detail.xhr.status !== 200) return;
    const entry = leaving;
    leaving = null;
    current = null;
    if (entry.reading === "json") return void offer();
    begin(entry);
  });

  // Only while it is as it came: who edits it has taken it over.
  editor.addEventListener("input", (event) => {
    if (!event.isTrusted || !restored) return;
    if (!isLive()) current = null;
    offer();
    keep();
  });
  new MutationObserver(() => current && write()).observe(result, { childList: true, subtree: true, characterData: true });
  document.addEventListener("run:ended", () => { offer(); keep(); });
  result.addEventListener("htmx:afterSwap", ({ target }) => target.matches(".heat-place") && completionDocument.show());
  result.addEventListener("conversation:changed", () => {
    // Another choice: it takes the place of the one before it.
    const entry = past.at(-1);
    if (!entry || !restored || entry.reading === "json") return;
    current = entry;
    write();
  });

  card.addEventListener("click", (event) => {
    const name = event.target.closest("[data-completion]")?.dataset.completion;
    ({ undo, again, accept })[name]?.();
  });
  result.addEventListener("click", (event) => {
    if (!past.length || !event.target.closest("[data-action='regenerate']")) return;
    event.preventDefault();
    again();
  });
  document.addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
    const name = { KeyZ: "undo", KeyR: "again", KeyA: "accept" }[event.code];
    if (!name || button(name).hidden || button(name).disabled) return;
    event.preventDefault();
    button(name).click();
  });

  document.addEventListener("heat:continue", ({ detail }) => {
    const entry = past.at(-1);
    if (!entry || isLive()) return;
    const before = result.querySelector("[data-echo]") ? detail.text : entry.before + detail.text;
    current = null;
    completionDocument.set(entry.after ? before + marker + entry.after : before, [...entry.ranges.filter(([, to]) => to <= entry.before.length), [entry.before.length, before.length]]);
    if (entry.after) read("insert");
    editor.dispatchEvent(new Event("input", { bubbles: true }));
    form.requestSubmit();
  });

  // After what was typed came back into the form.
  document.addEventListener("DOMContentLoaded", attach);
}
