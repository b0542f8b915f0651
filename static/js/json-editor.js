// JSON editors: presets, format, a check while typing, and indentation. Tab leaves the editor unless lines are selected.
{
  const starts = /^\s*[{["]/;
  const timers = new WeakMap();

  const type = (editor, text) => {
    editor.focus();
    // Unlike setting the value, this can be undone.
    if (!document.execCommand("insertText", false, text)) {
      editor.setRangeText(text, editor.selectionStart, editor.selectionEnd, "end");
      editor.dispatchEvent(new Event("input", { bubbles: true }));
    }
  };
  const replace = (editor, text) => { editor.focus(); editor.select(); type(editor, text); };

  const check = (editor) => {
    const field = editor.closest("[data-param]");
    const error = field?.querySelector(".field-error");
    if (!error) return;
    const text = editor.value;
    const isJSON = starts.test(text) || (text.trim() && !editor.hasAttribute("data-bare"));
    const problem = isJSON ? jsonProblem(text) : "";
    error.textContent = problem && `${field.dataset.param} is not JSON. ${problem}`;
    if (problem) editor.setAttribute("aria-invalid", "true");
    else editor.removeAttribute("aria-invalid");
  };

  document.addEventListener("input", ({ target }) => {
    if (!target.matches?.("[data-json]")) return;
    clearTimeout(timers.get(target));
    timers.set(target, setTimeout(check, 400, target));
  });
  document.addEventListener("focusout", ({ target }) => {
    if (target.matches?.("[data-json]") && timers.has(target)) check(target);
  });

  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.(".editor-tools button");
    if (!button) return;
    const editor = button.closest(".editor").querySelector("[data-json]");
    if (button.dataset.preset !== undefined) return replace(editor, button.dataset.preset);
    if (jsonProblem(editor.value)) check(editor);
    else replace(editor, indentJSON(editor.value));
  });

  const indent = (editor, back) => {
    const from = editor.value.lastIndexOf("\n", editor.selectionStart - 1) + 1;
    const lines = editor.value.slice(from, editor.selectionEnd);
    editor.setSelectionRange(from, editor.selectionEnd);
    type(editor, back ? lines.replace(/^ {1,2}/gm, "") : lines.replace(/^/gm, "  "));
    editor.setSelectionRange(from, editor.selectionEnd);
  };

  document.addEventListener("keydown", (event) => {
    const editor = event.target;
    if (!editor.matches?.("[data-json]") || event.ctrlKey || event.metaKey || event.altKey) return;
    const selected = editor.value.slice(editor.selectionStart, editor.selectionEnd);
    if (event.key === "Tab" && selected.includes("\n")) {
      event.preventDefault();
      indent(editor, event.shiftKey);
    } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      const before = editor.value.slice(0, editor.selectionStart);
      const line = before.slice(before.lastIndexOf("\n") + 1);
      const deeper = /[{[]\s*$/.test(line);
      const closes = deeper && /^\s*[}\]]/.test(editor.value.slice(editor.selectionEnd));
      const margin = line.match(/^ */)[0];
      event.preventDefault();
      type(editor, `\n${margin}${deeper ? "  " : ""}${closes ? `\n${margin}` : ""}`);
      if (closes) editor.setSelectionRange(editor.selectionEnd - margin.length - 1, editor.selectionEnd - margin.length - 1);
    }
  });
}
