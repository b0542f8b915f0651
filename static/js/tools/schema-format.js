// The kind of answer as buttons, its schema as a row, over the control that holds response_format's JSON.
{
  const control = (editor) => editor.querySelector("[data-json]");

  function read(editor) {
    try {
      return JSON.parse(control(editor).value);
    } catch {
      return null;
    }
  }

  function write(editor, format) {
    control(editor).value = format ? JSON.stringify(format, null, 2) : "";
    control(editor).dispatchEvent(new Event("input", { bubbles: true }));
  }

  function follow(editor) {
    const format = read(editor);
    for (const button of editor.querySelectorAll("[data-format-kind]")) {
      button.setAttribute("aria-pressed", button.dataset.formatKind === format?.type);
    }
    const { name, description, strict } = format?.json_schema ?? {};
    editor.querySelector(".format-schema").hidden = format?.type !== "json_schema";
    editor.querySelector("[data-name]").textContent = name ?? "Write the schema";
    editor.querySelector("[data-about]").textContent = [strict ? "strict" : "", description].filter(Boolean).join(" · ");
    if (format === null && control(editor).value.trim()) editor.querySelector(".raw").open = true;
  }

  const edit = (editor, format) =>
    definitions.edit(editor.dataset.dialogUrl, "json_schema", format, (made) => write(editor, made));

  function choose(editor, kind) {
    const format = read(editor);
    if (kind === format?.type) return write(editor, null);
    // The first schema comes with the preset, to be changed.
    const preset = editor.querySelector(`[data-preset^='{'][data-preset*='"${kind}"']`)?.dataset.preset;
    write(editor, preset ? JSON.parse(preset) : { type: kind });
  }

  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.(".format-editor button");
    const editor = button?.closest(".format-editor");
    if (!editor) return;
    if (button.dataset.formatKind) choose(editor, button.dataset.formatKind);
    else if ("formatEdit" in button.dataset) edit(editor, read(editor));
    else if ("formatChoose" in button.dataset) definitions.choose(editor.dataset.chooseUrl, (made) => write(editor, made));
  });
  document.addEventListener("input", ({ target }) => {
    const editor = target.matches?.("[data-json]") && target.closest(".format-editor");
    if (editor) follow(editor);
  });
  const all = () => document.querySelectorAll(".format-editor").forEach(follow);
  document.addEventListener("htmx:load", all);
  addEventListener("pageshow", all);
}
