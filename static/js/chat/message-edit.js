// A message is edited where it stands: text as text, anything with parts or tool calls as the JSON that is sent.
// A finished run's answer is edited the same way, and becomes a message of the conversation when it is saved.
{
  const INTERACTIVE = "a, button, select, textarea, input, audio, summary, .message-actions";

  const editorIn = (element) => element.querySelector(".message-editor");
  const bodyOf = (element) => element.querySelector(".message-body, .choice:not([hidden])");
  const roleOf = (element) => element.querySelector(".role-select")?.value ?? "assistant";
  const isPlain = (message) =>
    typeof message.content === "string" &&
    Object.entries(message).every(([key, value]) => ["role", "content", "tool_call_id"].includes(key) || value === null);

  function textOf(element) {
    const message = conversation.messageOf(element);
    return isPlain(message) ? message.content : indentJSON(conversation.jsonOf(element));
  }

  // The message as JSON. Where the role was chosen beside the text, that one counts.
  function messageFrom(element, text) {
    const source = conversation.messageOf(element);
    const plain = isPlain(source);
    const message = plain ? { ...source, content: text } : JSON.parse(text);
    if (!plain && (message === null || typeof message !== "object" || Array.isArray(message))) throw new Error("a message is an object");
    const chosen = roleOf(element);
    if (chosen !== source.role) return JSON.stringify(conversation.withRole(message, chosen));
    return plain ? JSON.stringify(message) : text;
  }

  function open(element) {
    const message = conversation.messageOf(element);
    if (!message || editorIn(element)) return;
    const editor = document.createElement("textarea");
    const plain = isPlain(message);
    editor.className = plain ? "message-editor" : "message-editor mono";
    editor.dir = "auto";
    editor.setAttribute("aria-label", plain ? "Text of the message" : "Message as JSON");
    editor.value = textOf(element);
    element.dataset.editing = "";
    bodyOf(element).before(editor);
    if (element.matches(".message")) editor.after(barOf());
    bodyOf(element).classList.add("being-edited");
    editor.focus();
    editor.setSelectionRange(editor.value.length, editor.value.length);
  }

  function barOf() {
    const bar = document.createElement("div");
    bar.className = "message-editor-bar";
    const words = { save: "Save", run: "Save and run from here", leave: "Cancel" };
    const keys = { save: "Ctrl+Enter", run: "Ctrl+Shift+Enter", leave: "Esc" };
    for (const [name, label] of Object.entries(words)) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = name === "save" ? "button small" : "button small plain";
      button.dataset.editor = name;
      button.textContent = label;
      button.title = keys[name];
      bar.append(button);
    }
    return bar;
  }

  function close(element) {
    const focused = element.contains(document.activeElement);
    const editor = editorIn(element);
    editor.className = ""; // Removing it takes the focus away, which must not save a second time.
    editor.remove();
    delete element.dataset.editing;
    element.querySelector(".message-editor-bar")?.remove();
    element.querySelector(".message-error")?.remove();
    element.querySelector(".being-edited")?.classList.remove("being-edited");
    if (focused) element.focus();
  }

  function complain(element, words) {
    const error = element.querySelector(".message-error") || document.createElement("p");
    error.className = "message-error field-error";
    error.setAttribute("role", "alert");
    error.textContent = words;
    editorIn(element).after(error);
  }

  // Until the server has drawn it, the text as it was typed.
  function showRaw(element, text) {
    const raw = document.createElement("div");
    raw.className = "message-text";
    raw.textContent = text;
    bodyOf(element).replaceChildren(raw);
  }

  function save(element) {
    const text = editorIn(element).value;
    const before = conversation.messageOf(element);
    const same = text === textOf(element) && roleOf(element) === before.role;
    let message;
    try {
      message = messageFrom(element, text);
    } catch (error) {
      complain(element, `This is not JSON yet: ${error.message}. Esc brings the old message back.`);
      return;
    }
    if (!same) showRaw(element, text);
    close(element);
    if (same) return;
    conversation.markChanged(element);
    conversation.replace(element, message);
  }

  function saveAndRun(element) {
    save(element);
    if (!editorIn(element) && element.matches(".message")) conversation.runFrom(element);
  }

  const done = { save, run: saveAndRun, leave: close };

  document.addEventListener("message:edit", (event) => open(event.target));

  document.addEventListener("click", (event) => {
    if (!window.conversation) return;
    const run = event.target.closest("[data-action='edit']")?.closest("[data-run]");
    if (run) return void open(run);
    const button = event.target.closest("[data-editor]");
    if (button) return void done[button.dataset.editor](button.closest(".message"));
    const row = event.target.closest("#transcript .message");
    if (!row || !event.target.closest(".message-body") || event.target.closest(INTERACTIVE)) return;
    if (getSelection().isCollapsed) open(row);
  });

  document.addEventListener("keydown", (event) => {
    if (!event.target.matches(".message-editor")) return;
    const element = event.target.closest(".message, [data-run]");
    if (event.key === "Escape") close(element);
    else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) (event.shiftKey ? saveAndRun : save)(element);
    else return;
    event.preventDefault();
  });

  document.addEventListener("focusout", (event) => {
    const element = event.target.closest?.(".message, [data-run]");
    if (!element || !editorIn(element) || element.contains(event.relatedTarget)) return;
    if (document.hasFocus()) save(element);
  });

  window.conversation?.transcript.addEventListener("conversation:commit", () => {
    for (const editor of document.querySelectorAll(".message-editor")) save(editor.closest(".message, [data-run]"));
  });
}
