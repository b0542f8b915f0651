// Rows of the conversation: moved, removed, inserted, given another role, by buttons and by keys.
{
  const actions = {
    up: (row) => row.previousElementSibling?.before(row),
    down: (row) => row.nextElementSibling?.after(row),
    remove(row) {
      const next = row.nextElementSibling || row.previousElementSibling;
      row.remove();
      next?.focus();
    },
    async insert(row) {
      const role = conversation.messageOf(row)?.role === "user" ? "assistant" : "user";
      const [fresh] = await conversation.render([{ role, content: "" }]);
      row.after(fresh);
      fresh.dispatchEvent(new CustomEvent("message:edit", { bubbles: true }));
    },
    edit: (row) => row.dispatchEvent(new CustomEvent("message:edit", { bubbles: true })),
  };

  function act(name, row) {
    const focused = document.activeElement;
    actions[name](row);
    // Moving an element takes its focus away.
    if (document.activeElement === document.body && row.contains(focused)) focused.focus();
    row.scrollIntoView({ block: "nearest" });
    conversation.changed();
  }

  function withRole(message, role) {
    const changed = { ...message, role };
    if (role === "tool") changed.tool_call_id ??= lastToolCall();
    else delete changed.tool_call_id;
    return changed;
  }

  function lastToolCall() {
    const calls = conversation.messages().flatMap((message) => message.tool_calls ?? []);
    return calls.at(-1)?.id ?? "call_1";
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest(".message-actions [data-action]");
    if (button) act(button.dataset.action, button.closest(".message"));
  });

  document.addEventListener("change", (event) => {
    if (!event.target.matches(".message [data-action='role']")) return;
    const row = event.target.closest(".message");
    if (row.querySelector(".message-editor")) return; // Saved together with the text.
    conversation.replace(row, withRole(conversation.messageOf(row), event.target.value));
  });

  document.addEventListener("keydown", (event) => {
    if (!event.target.matches(".message")) return;
    const name = event.altKey
      ? { ArrowUp: "up", ArrowDown: "down" }[event.key]
      : { Enter: "edit", Delete: "remove" }[event.key];
    if (!name || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    act(name, event.target);
  });

  if (window.conversation) conversation.withRole = withRole;
}
