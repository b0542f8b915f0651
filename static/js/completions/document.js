// The editor's text and which stretches of it a model wrote: [from, to] pairs that move along with what is typed.
window.completionDocument = (() => {
  const editor = document.getElementById("id_prompt");
  const tints = document.querySelector(".completion-tints");
  let known = "";
  let ranges = [];

  function paint() {
    const parts = [];
    let at = 0;
    for (const [from, to] of ranges) {
      const mark = document.createElement("mark");
      mark.textContent = known.slice(from, to);
      parts.push(known.slice(at, from), mark);
      at = to;
    }
    // A last line that is empty has height only with something in it.
    tints.replaceChildren(...parts, `${known.slice(at)}\u200b`);
  }

  // What was typed replaced `from`..`to` by `length` characters.
  function moved([start, end], from, to, length) {
    const by = length - (to - from);
    const place = (position, edge) => {
      if (position <= from) return position;
      if (position >= to) return position + by;
      return edge;
    };
    // What is typed at its very end is the person's own.
    return [place(start, from + length), end === from && from === to ? end : place(end, from + length)];
  }

  function typed() {
    const text = editor.value;
    if (text === known) return;
    let from = 0;
    const shortest = Math.min(text.length, known.length);
    while (from < shortest && text[from] === known[from]) from += 1;
    let same = 0;
    while (same < shortest - from && text.at(-1 - same) === known.at(-1 - same)) same += 1;
    const to = known.length - same;
    ranges = ranges.map((range) => moved(range, from, to, text.length - same - from)).filter(([start, end]) => start < end);
    known = text;
    paint();
  }

  function set(text, written = []) {
    known = text;
    ranges = written.filter(([from, to]) => from < to && to <= text.length);
    if (editor.value !== text) {
      const { scrollTop } = editor.parentElement;
      editor.value = text;
      editor.parentElement.scrollTop = scrollTop;
    }
    paint();
  }

  function show() {
    paint();
    const paper = editor.parentElement;
    const mark = [...tints.querySelectorAll("mark")].at(-1);
    if (!mark) return;
    const below = mark.getBoundingClientRect().bottom - paper.getBoundingClientRect().bottom;
    if (below > 0) paper.scrollTop += below + 12;
  }

  editor?.addEventListener("input", typed);
  return { editor, set, show, typed, get text() { return editor.value; }, get ranges() { return ranges; } };
})();
