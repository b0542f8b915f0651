// The conversation survives reload and Back: rows as they were edited, runs as what the server still knows of them.
{
  const key = `conversation:${location.pathname}`;

  const shownRun = () => new URLSearchParams(location.search).get("run");
  let run = shownRun();
  let left = false;

  const itemOf = (element) => ({ run: element.dataset.run, message: conversation.messageOf(element) });
  const items = () => conversation.elements().map(itemOf);
  const shape = (list) => JSON.stringify(list.map((item) => item.run ?? item.message));

  function save() {
    if (left) return;
    run = shownRun();
    const state = JSON.stringify({ run, items: items() });
    for (const storage of [sessionStorage, localStorage]) {
      try {
        storage.setItem(key, state);
      } catch {
        storage.removeItem(key); // Full: an old state would be worse than none.
      }
    }
  }

  async function fragmentOf(run) {
    const response = await fetch(`/history/${run}/fragment/`);
    if (!response.ok) return null;
    const holder = document.createElement("template");
    holder.innerHTML = await response.text();
    return holder.content.querySelector("[data-run]");
  }

  async function elementOf(item) {
    if (item.run) {
      const shown = document.getElementById(`run-${item.run}`) || (await fragmentOf(item.run));
      if (shown) return shown;
    }
    return item.message ? (await conversation.render([item.message]))[0] : null;
  }

  async function restore() {
    const stored = sessionStorage.getItem(key) ?? localStorage.getItem(key);
    const saved = stored && JSON.parse(stored);
    if (!saved?.items.length || (run && saved.run !== run)) return;
    if (shape(saved.items) === shape(items())) return;
    const elements = (await Promise.all(saved.items.map(elementOf))).filter(Boolean);
    const { transcript } = conversation;
    for (const element of conversation.elements()) if (!elements.includes(element)) element.remove();
    for (const element of elements) {
      const fresh = !element.isConnected;
      transcript.append(element);
      if (fresh) htmx.process(element);
    }
    conversation.changed();
  }

  if (window.conversation) {
    restore();
    document.addEventListener("conversation:changed", save);
    addEventListener("pagehide", () => {
      conversation.transcript.dispatchEvent(new CustomEvent("conversation:commit"));
      save();
    });
    // Back has changed the address already, while the page still shows what stood at the other one.
    addEventListener("popstate", () => { left = shownRun() !== run; });

    document.addEventListener("click", (event) => {
      if (!event.target.closest("a[data-action='new']") || event.ctrlKey || event.metaKey || event.shiftKey) return;
      conversation.elements().forEach((element) => element.remove());
      const composer = document.getElementById("id_composer");
      composer.value = "";
      composer.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }
}
