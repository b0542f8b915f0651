// Continue appends the results of an answer's tool calls and runs on; where all are canned and may, by itself.
{
  const MOST_ROUNDS = 10;
  const waiting = (group) => [...group.querySelectorAll(".tool-call[data-waits]")];
  const composer = document.getElementById("id_composer");
  const uploads = document.getElementById("uploads");
  let rounds = 0;
  let byItself = false;
  let kept = null;

  function messageFor(card) {
    const content = toolResults.boxOf(card).value;
    if (card.dataset.kind === "function_call") return { role: "function", name: card.dataset.name, content };
    return { role: "tool", tool_call_id: card.dataset.call, content };
  }

  function declared(name) {
    const read = (id) => { try { return JSON.parse(document.getElementById(id)?.value || "[]"); } catch { return []; } };
    return [...read("id_tools"), ...read("id_functions")].find((tool) => (tool?.[tool.type] ?? tool)?.name === name);
  }

  function remember(card, url) {
    const box = toolResults.boxOf(card);
    const wanted = card.querySelector("[data-remember]")?.checked ? box.value : "";
    if (wanted === (box.dataset.canned ?? "")) return;
    const kind = card.dataset.kind === "custom" ? "custom" : "function";
    const source = JSON.stringify(declared(card.dataset.name) ?? null);
    const body = new URLSearchParams({ kind, name: card.dataset.name, result: wanted, source });
    fetch(url, { method: "POST", headers: { "X-CSRFToken": conversation.csrf() }, body });
  }

  // What is being typed is the next message, not part of this run: it waits until the form has left.
  function runOn() {
    kept = { text: composer.value, uploads: [...uploads.childNodes] };
    composer.value = "";
    uploads.replaceChildren();
    conversation.form.requestSubmit();
  }

  function giveBack() {
    if (!kept) return;
    composer.value = kept.text + composer.value;
    uploads.prepend(...kept.uploads);
    kept = null;
    composer.dispatchEvent(new Event("input", { bubbles: true }));
  }

  async function goOn(group) {
    const cards = waiting(group);
    const error = group.querySelector(".tool-continue .field-error");
    const missing = cards.filter((card) => !toolResults.boxOf(card)?.value.trim());
    error.textContent = missing.length ? `Still missing: the result of ${missing.map((card) => card.dataset.name).join(", ")}` : "";
    if (missing.length) return void toolResults.boxOf(missing[0])?.focus();
    for (const card of cards) remember(card, group.querySelector(".tool-continue").dataset.rememberUrl);
    const rows = await conversation.render(JSON.stringify(cards.map(messageFor)));
    const owner = toolResults.ownerOf(group);
    (toolResults.repliesAfter(owner).at(-1) ?? owner).after(...rows);
    for (const card of cards) toolDrafts.set(toolResults.idOf(card), undefined);
    conversation.changed();
    runOn();
  }

  async function byCanned(run) {
    const group = run.querySelector(".choice:not([hidden]) .tool-calls");
    if (!group || rounds >= MOST_ROUNDS) return;
    const cards = waiting(group);
    await Promise.all(cards.map(toolResults.loaded));
    const canned = (card) => {
      const box = toolResults.boxOf(card);
      return box && "automatic" in box.dataset && box.value === box.dataset.canned;
    };
    if (!cards.length || !cards.every(canned)) return;
    rounds += 1;
    byItself = true;
    await goOn(group);
  }

  if (window.toolResults) {
    document.addEventListener("click", ({ target }) => {
      const button = target.closest("[data-continue]");
      if (button) goOn(button.closest(".tool-calls"));
    });
    // Before the shortcuts, whose Ctrl+Enter would run without the results.
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !event.target.matches(".tool-result textarea")) return;
      event.preventDefault();
      goOn(event.target.closest(".tool-calls"));
    }, true);
    // The page shows the last frame first, then which calls wait.
    document.addEventListener("run:ended", ({ target }) => setTimeout(byCanned, 0, target));
    conversation.form.addEventListener("htmx:beforeRequest", (event) => {
      if (event.detail.elt !== conversation.form) return;
      if (!byItself) rounds = 0;
      byItself = false;
    });
    conversation.form.addEventListener("htmx:afterRequest", (event) => {
      if (event.detail.elt === conversation.form) giveBack();
    });
  }
}
