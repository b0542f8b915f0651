// Effort and summary as lists, over the control that holds the JSON of `reasoning`.
{
  const control = (editor) => editor.querySelector("[data-json]");

  function read(editor) {
    try {
      return JSON.parse(control(editor).value || "{}") ?? {};
    } catch {
      return null;
    }
  }

  function follow(editor) {
    const value = read(editor);
    for (const list of editor.querySelectorAll("[data-reasoning]")) {
      const word = value?.[list.dataset.reasoning] ?? "";
      if (word && ![...list.options].some((option) => option.value === word)) list.add(new Option(word));
      list.value = word;
      list.disabled = value === null;
    }
  }

  document.addEventListener("change", ({ target }) => {
    const editor = target.matches?.("[data-reasoning]") && target.closest(".reasoning-editor");
    if (!editor) return;
    const { [target.dataset.reasoning]: old, ...others } = read(editor) ?? {};
    const value = target.value ? { ...others, [target.dataset.reasoning]: target.value } : others;
    control(editor).value = Object.keys(value).length ? JSON.stringify(value) : "";
    control(editor).dispatchEvent(new Event("input", { bubbles: true }));
  });
  document.addEventListener("input", ({ target }) => {
    const editor = target.matches?.("[data-json]") && target.closest(".reasoning-editor");
    if (editor) follow(editor);
  });
  const all = () => document.querySelectorAll(".reasoning-editor").forEach(follow);
  document.addEventListener("htmx:load", all);
  addEventListener("pageshow", all);
}
