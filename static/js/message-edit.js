// A message is edited where it stands: text as text, anything with parts or tool calls as the JSON that is sent.
{
  const INTERACTIVE = "a, button, select, textarea, input, audio, summary, .message-actions";

  function textOf(row, message) {
    if (row.dataset.plain === "true") return message.content ?? "";
    const { role, ...rest } = message;
    return JSON.stringify(rest, null, 2);
  }

  function messageFrom(row, text) {
    const source = conversation.messageOf(row);
    const role = row.querySelector(".role-select").value;
    const content = row.dataset.plain === "true" ? { ...source, content: text } : JSON.parse(text);
    return conversation.withRole({ ...content, role }, role);
  }

  function open(row) {
    if (row.querySelector(".message-editor")) return;
    const editor = document.createElement("textarea");
    editor.className = "message-editor";
    editor.dir = "auto";
    editor.setAttribute("aria-label", row.dataset.plain === "true" ? "Text of the message" : "Message as JSON");
    if (row.dataset.plain !== "true") editor.classList.add("mono");
    editor.value = textOf(row, conversation.messageOf(row));
    editor.dataset.before = editor.value;
    row.querySelector(".message-body").hidden = true;
    row.querySelector(".answer").prepend(editor);
    editor.focus();
    editor.setSelectionRange(editor.value.length, editor.value.length);
  }

  function close(row) {
    const focused = row.contains(document.activeElement);
    row.querySelector(".message-editor")?.remove();
    row.querySelector(".message-error")?.remove();
    row.querySelector(".message-body").hidden = false;
    if (focused) row.focus();
  }

  function complain(row, words) {
    const error = row.querySelector(".message-error") || document.createElement("p");
    error.className = "message-error field-error";
    error.setAttribute("role", "alert");
    error.textContent = words;
    row.querySelector(".message-editor").after(error);
  }

  function save(row) {
    const editor = row.querySelector(".message-editor");
    let message;
    try {
      message = messageFrom(row, editor.value);
    } catch (error) {
      complain(row, `This is not JSON yet: ${error.message}. Esc brings the old message back.`);
      return;
    }
    const same = editor.value === editor.dataset.before && message.role === row.dataset.role;
    if (!same) row.querySelector(".message-body").textContent = editor.value;
    close(row);
    if (!same) conversation.replace(row, message);
  }

  async function editAnswer(run) {
    const message = conversation.messageOf(run);
    if (message) open(await conversation.replace(run, message));
  }

  document.addEventListener("message:edit", (event) => open(event.target.closest(".message")));

  document.addEventListener("click", (event) => {
    const run = event.target.closest("[data-action='edit']")?.closest("[data-run]");
    if (run && window.conversation) return void editAnswer(run);
    const row = event.target.closest("#transcript .message");
    if (!row || !event.target.closest(".message-body") || event.target.closest(INTERACTIVE)) return;
    if (getSelection().isCollapsed) open(row);
  });

  document.addEventListener("keydown", (event) => {
    if (!event.target.matches(".message-editor")) return;
    const row = event.target.closest(".message");
    if (event.key === "Escape") close(row);
    else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) save(row);
    else return;
    event.preventDefault();
  });

  document.addEventListener("focusout", (event) => {
    const row = event.target.closest?.(".message");
    if (!row?.querySelector(".message-editor") || row.contains(event.relatedTarget)) return;
    save(row);
  });

  window.conversation?.transcript.addEventListener("conversation:commit", () => {
    for (const editor of document.querySelectorAll(".message-editor")) save(editor.closest(".message"));
  });
}
