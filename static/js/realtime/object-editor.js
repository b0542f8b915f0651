// An object's fields over the control that holds its JSON; both ways stay in step. What has no field stays in it.
{
  const control = (editor) => editor.querySelector("[data-json]");

  // undefined: not sent, or no JSON of an object.
  function read(editor) {
    try {
      const value = JSON.parse(control(editor).value.trim() || "undefined");
      return value === null || (typeof value === "object" && !Array.isArray(value)) ? value : undefined;
    } catch {
      return undefined;
    }
  }

  function write(editor, value) {
    control(editor).value = value === undefined ? "" : JSON.stringify(value, null, 2);
    control(editor).dispatchEvent(new Event("input", { bubbles: true }));
  }

  const kinds = (editor) => [...editor.querySelectorAll("[data-kind]")];

  function kindOf(editor, value) {
    const buttons = kinds(editor);
    if (value === undefined) return -1;
    if (value === null) return buttons.findIndex((button) => "off" in button.dataset);
    const typed = buttons.findIndex((button) => button.dataset.type && button.dataset.type === value.type);
    return typed >= 0 || "type" in value ? typed : buttons.findIndex((button) => !("off" in button.dataset) && !button.dataset.type);
  }

  function follow(editor) {
    const value = read(editor);
    const now = kindOf(editor, value);
    editor.querySelector(".object-kinds")?.removeAttribute("hidden");
    kinds(editor).forEach((button, at) => button.setAttribute("aria-pressed", at === now));
    for (const parts of editor.querySelectorAll("[data-parts]")) {
      parts.hidden = Number(parts.dataset.parts) !== now;
      for (const part of parts.hidden ? [] : parts.querySelectorAll("[data-part]")) {
        const held = value?.[part.dataset.part];
        if (document.activeElement !== part) part.value = held === undefined || held === null ? "" : String(held);
      }
    }
    if (control(editor).value.trim() && now < 0) editor.querySelector(".raw").open = true;
  }

  const values = {
    text: (text) => text,
    choice: (text) => text,
    flag: (text) => text === "true",
    number: (text) => (text.trim() === "" || Number.isNaN(Number(text)) ? text : Number(text)),
    integer: (text) => (/^\s*-?\d+\s*$/.test(text) ? Number(text) : text),
  };

  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.("[data-kind]");
    const editor = button?.closest("[data-object]");
    if (!editor) return;
    const isPressed = button.getAttribute("aria-pressed") === "true";
    if (isPressed) write(editor, undefined);
    else if ("off" in button.dataset) write(editor, null);
    else write(editor, button.dataset.type ? { type: button.dataset.type } : {});
  });

  document.addEventListener("input", ({ target }) => {
    const editor = target.closest?.("[data-object]");
    if (!editor) return;
    if (target.matches("[data-json]")) return follow(editor);
    if (!target.matches("[data-part]")) return;
    const value = { ...read(editor) };
    if (target.value === "") delete value[target.dataset.part];
    else value[target.dataset.part] = values[target.dataset.partKind](target.value);
    write(editor, value);
  });

  const all = () => document.querySelectorAll("[data-object]").forEach(follow);
  document.addEventListener("htmx:load", all);
  addEventListener("pageshow", all);
}
