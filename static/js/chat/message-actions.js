// Rows of the conversation: moved, removed, inserted, copied, given another role, by buttons and by keys.
{
  const neighbour = (row, by) => {
    const all = conversation.elements();
    return all[all.indexOf(row) + by];
  };
  const mark = (row) => row?.setAttribute("data-changed", "");
  // The order has changed: what is asked last will be answered anew.
  const markLastAsked = () => mark(conversation.elements().findLast((element) => !conversation.isAnswer(element)));
  const edit = (row) => row.dispatchEvent(new CustomEvent("message:edit", { bubbles: true }));

  async function insert(row, where) {
    const role = conversation.messageOf(row)?.role === "user" ? "assistant" : "user";
    const [fresh] = await conversation.render(JSON.stringify([{ role, content: "" }]));
    row[where](fresh);
    mark(fresh);
    conversation.changed();
    edit(fresh);
  }

  const actions = {
    up: (row) => { neighbour(row, -1)?.before(row); markLastAsked(); },
    down: (row) => { neighbour(row, 1)?.after(row); markLastAsked(); },
    remove(row) {
      const next = neighbour(row, 1) || neighbour(row, -1);
      row.remove();
      next?.focus();
      markLastAsked();
    },
    insert: (row) => insert(row, "after"),
    "insert-before": (row) => insert(row, "before"),
    async duplicate(row) {
      const [copy] = await conversation.render(`[${conversation.jsonOf(row)}]`);
      row.after(copy);
      mark(copy);
      copy.focus();
      conversation.changed();
    },
    role: (row) => row.querySelector(".role-select").focus(),
    edit,
    "run-from": (row) => conversation.runFrom(row),
  };

  function act(name, row) {
    if (name === "run-from" && "sending" in conversation.form.dataset) return;
    const focused = document.activeElement;
    actions[name](row);
    // Moving an element takes its focus away.
    if (document.activeElement === document.body && row.contains(focused)) focused.focus();
    if (row.isConnected) row.scrollIntoView({ block: "nearest" });
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
    mark(row);
    conversation.replace(row, JSON.stringify(withRole(conversation.messageOf(row), event.target.value)));
  });

  const KEYS = { Enter: "edit", Delete: "remove", o: "insert", O: "insert-before", d: "duplicate", r: "role" };
  const WITH_ALT = { ArrowUp: "up", ArrowDown: "down", Enter: "run-from" };

  document.addEventListener("keydown", (event) => {
    if (!event.target.matches(".message")) return;
    const name = (event.altKey ? WITH_ALT : KEYS)[event.key];
    if (!name || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    act(name, event.target);
  });

  if (window.conversation) {
    conversation.withRole = withRole;
    conversation.markChanged = mark;
  }
}
