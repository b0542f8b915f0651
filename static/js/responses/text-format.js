// The kind of answer, its schema and the verbosity, over the control that holds the JSON of `text`.
{
  const control = (editor) => editor.querySelector("[data-json]");

  // {} where the text cannot be read: then only the JSON editor shows it.
  function read(editor) {
    try {
      return JSON.parse(control(editor).value || "{}") ?? {};
    } catch {
      return {};
    }
  }

  function write(editor, text) {
    const kept = Object.fromEntries(Object.entries(text).filter(([, value]) => value !== undefined));
    control(editor).value = Object.keys(kept).length ? JSON.stringify(kept, null, 2) : "";
    control(editor).dispatchEvent(new Event("input", { bubbles: true }));
  }

  function follow(editor) {
    const { format, verbosity } = read(editor);
    for (const button of editor.querySelectorAll("[data-text-kind]")) {
      button.setAttribute("aria-pressed", button.dataset.textKind === format?.type);
    }
    for (const button of editor.querySelectorAll("[data-verbosity]")) {
      button.setAttribute("aria-pressed", button.dataset.verbosity === verbosity);
    }
    editor.querySelector(".format-schema").hidden = format?.type !== "json_schema";
    editor.querySelector("[data-name]").textContent = format?.name ?? "Write the schema";
    editor.querySelector("[data-about]").textContent = [format?.strict ? "strict" : "", format?.description].filter(Boolean).join(" · ");
  }

  const flat = (made) => ({ type: "json_schema", ...made.json_schema });
  const nested = ({ type, ...schema }) => ({ type: "json_schema", json_schema: schema });

  function choose(editor, kind) {
    const text = read(editor);
    if (kind === text.format?.type) return write(editor, { ...text, format: undefined });
    // The first schema comes with the preset, to be changed.
    const preset = [...editor.querySelectorAll("[data-preset]")].find((button) => button.textContent === kind)?.dataset.preset;
    write(editor, { ...text, format: preset ? JSON.parse(preset).format : { type: kind } });
  }

  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.(".text-editor button");
    const editor = button?.closest(".text-editor");
    if (!editor) return;
    const text = read(editor);
    const take = (made) => write(editor, { ...read(editor), format: flat(made) });
    if (button.dataset.textKind) choose(editor, button.dataset.textKind);
    else if (button.dataset.verbosity) write(editor, { ...text, verbosity: text.verbosity === button.dataset.verbosity ? undefined : button.dataset.verbosity });
    else if ("textEdit" in button.dataset) definitions.edit(editor.dataset.dialogUrl, "json_schema", nested(text.format), take);
    else if ("textChoose" in button.dataset) definitions.choose(editor.dataset.chooseUrl, take);
  });
  document.addEventListener("input", ({ target }) => {
    const editor = target.matches?.("[data-json]") && target.closest(".text-editor");
    if (editor) follow(editor);
  });
  const all = () => document.querySelectorAll(".text-editor").forEach(follow);
  document.addEventListener("htmx:load", all);
  addEventListener("pageshow", all);
}
