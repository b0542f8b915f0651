// A tool call that no message answers yet has a box for its result, filled in with its canned one.
{
  const LIVE = "[data-run]:is([data-status='queued'], [data-status='in_progress'])";
  const boxOf = (card) => card.querySelector(".tool-result textarea");
  const ownerOf = (card) => card.closest(".message, [data-run]");
  // The deprecated function_call has no id: it is known by where it stands.
  const idOf = (card) => card.dataset.call || `${ownerOf(card).dataset.run ?? "row"}:${card.dataset.name}`;

  function repliesAfter(element) {
    const replies = [];
    for (let next = element.nextElementSibling; next?.matches(".message:is([data-role='tool'], [data-role='function'])"); next = next.nextElementSibling) {
      replies.push(next);
    }
    return replies;
  }

  // Ids are told apart only within their answer: some servers count them from 0 each time.
  function isAnswered(card) {
    for (let next = ownerOf(card).nextElementSibling; next; next = next.nextElementSibling) {
      const message = next.matches(".message, [data-run]") && conversation.messageOf(next);
      if (!message) continue;
      if (message.role === "assistant") return false;
      if (card.dataset.call ? message.tool_call_id === card.dataset.call : message.name === card.dataset.name) return true;
    }
    return false;
  }

  function mark(card) {
    const box = boxOf(card);
    card.querySelector("[data-canned-mark]").hidden = !box.dataset.canned || box.value !== box.dataset.canned;
  }

  async function load(card) {
    const holder = card.querySelector(".tool-result");
    const response = await fetch(holder.dataset.url).catch(() => null);
    if (!response?.ok) return;
    holder.innerHTML = await response.text();
    boxOf(card).value = toolDrafts.get(idOf(card)) ?? boxOf(card).value;
    mark(card);
  }

  // Loaded once; whoever needs the box awaits the same promise.
  const loading = new WeakMap();
  const loaded = (card) => {
    if (!loading.has(card)) loading.set(card, load(card));
    return loading.get(card);
  };

  function show() {
    for (const group of conversation.transcript.querySelectorAll(".tool-calls")) {
      for (const card of group.querySelectorAll(".tool-call")) {
        const waits = !card.closest(LIVE) && !isAnswered(card);
        card.toggleAttribute("data-waits", waits);
        card.querySelector(".tool-result").hidden = !waits;
        card.querySelector(".tool-call-state").hidden = !waits;
        if (waits) loaded(card);
      }
      group.querySelector(".tool-continue").hidden = !group.querySelector("[data-waits]");
    }
  }

  if (window.conversation) {
    window.toolResults = { boxOf, idOf, ownerOf, repliesAfter, loaded };
    document.addEventListener("conversation:changed", show);
    document.addEventListener("input", ({ target }) => {
      const card = target.matches?.(".tool-result textarea") && target.closest(".tool-call");
      if (!card) return;
      toolDrafts.set(idOf(card), target.value);
      mark(card);
    });
    show();
  }
}
