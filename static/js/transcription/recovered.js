// What a microphone gave before the page was reloaded or closed is offered: used as a recording, or discarded.
{
  const panel = document.querySelector("[data-recovered]");
  const store = window.recordingsStore;

  async function offer() {
    const pieces = await store.all();
    if (!pieces.length) return;
    panel.querySelector("[data-recovered-time]").textContent = `About ${store.time((pieces.length * store.PIECE) / 1000)}`;
    panel.hidden = false;
  }

  if (panel && window.indexedDB) {
    panel.querySelector("[data-recovered-use]").addEventListener("click", async () => {
      panel.hidden = true;
      document.dispatchEvent(new CustomEvent("recording:made", { detail: await store.file() }));
    });
    panel.querySelector("[data-recovered-discard]").addEventListener("click", async () => {
      panel.hidden = true;
      await store.clear();
    });
    offer().catch(() => {
      document.querySelector("[data-recorder-error]").textContent = "The browser keeps nothing here: a recording would be lost by a reload.";
    });
  }
}
