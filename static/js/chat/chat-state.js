// The conversation survives reload and Back: rows as they were edited, runs as what the server still knows of them.
{
  const key = `conversation:${location.pathname}`;
  const SOON = 250;
  // Older answers of a long conversation come back as their text, not as runs with their times and costs.
  const AS_RUNS = 20;

  // What the page was opened on: a run, a version of a saved prompt, or what another page handed over.
  const shownRun = () => {
    const query = new URLSearchParams(location.search);
    if (query.has("prompt")) return `${query.get("prompt")} ${query.get("version")}`;
    const name = ["run", "text_of", "picture", "request_of"].find((one) => query.get(one));
    return name ? `${name} ${query.get(name)}` : null;
  };
  const controls = () => ["conversation", "parent"].map((id) => document.getElementById(id));
  let run = shownRun();
  let left = false;
  let timer = 0;

  // `json` is the message as the text that it is sent as; null while a run has none yet.
  const itemOf = (element) => ({ run: element.dataset.run ?? null, json: conversation.messageOf(element) && conversation.jsonOf(element) });

  function save() {
    clearTimeout(timer);
    timer = 0;
    if (left) return;
    run = shownRun();
    const place = controls().map((control) => control.value);
    const items = conversation.elements().map(itemOf);
    const state = JSON.stringify({ run, place, earlier: earlierMessages.reference(), items });
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

  async function elementsOf(items) {
    const recent = items.filter((item) => item.run).slice(-AS_RUNS);
    const found = await Promise.all(
      items.map((item) => recent.includes(item) && (document.getElementById(`run-${item.run}`) || fragmentOf(item.run))),
    );
    const missing = items.filter((item, index) => !found[index] && item.json);
    const rows = missing.length ? await conversation.render(`[${missing.map((item) => item.json)}]`) : [];
    return items.map((item, index) => found[index] || (item.json ? rows.shift() : null)).filter(Boolean);
  }

  // Forks stand before the answer of their number.
  function placeForks(forks) {
    let number = Number(document.getElementById("earlier")?.dataset.count ?? 0);
    for (const element of conversation.elements()) {
      const fork = forks.find((one) => Number(one.dataset.at) === number);
      if (fork && conversation.isAnswer(element)) element.before(fork);
      if (conversation.messageOf(element)) number += 1;
    }
  }

  const shape = (items) => JSON.stringify(items.map((item) => item.run ?? item.json));

  async function restore() {
    const stored = sessionStorage.getItem(key) ?? localStorage.getItem(key);
    const saved = stored && JSON.parse(stored);
    if (!saved?.items.length || (run && saved.run !== run)) return;
    const now = conversation.elements();
    if (shape(saved.items) === shape(now.map(itemOf))) return;
    const [elements, stand] = await Promise.all([elementsOf(saved.items), earlierMessages.standing(saved.earlier ?? "")]);
    if (run && !stand) return;
    const { transcript } = conversation;
    const forks = [...transcript.querySelectorAll(":scope > .fork")];
    forks.forEach((fork) => fork.remove());
    for (const element of conversation.elements()) if (!elements.includes(element)) element.remove();
    for (const element of elements) {
      const fresh = !element.isConnected;
      transcript.append(element);
      if (fresh) htmx.process(element);
    }
    stand?.();
    placeForks(forks);
    if (!run) controls().forEach((control, index) => { control.value = saved.place?.[index] ?? control.value; });
    conversation.changed();
  }

  if (window.conversation) {
    restore();
    document.addEventListener("conversation:changed", () => { timer ||= setTimeout(save, SOON); });
    addEventListener("pagehide", () => {
      conversation.transcript.dispatchEvent(new CustomEvent("conversation:commit"));
      save();
    });
    // Back has changed the address already, while the page still shows what stood at the other one.
    addEventListener("popstate", () => { left = shownRun() !== run; });

    document.addEventListener("click", (event) => {
      if (!event.target.closest("a[data-action='new']") || event.ctrlKey || event.metaKey || event.shiftKey) return;
      conversation.clear();
      document.getElementById("uploads").replaceChildren();
      const composer = document.getElementById("id_composer");
      composer.value = "";
      composer.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }
}
