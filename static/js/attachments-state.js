// Attached files survive a reload: the server has them already, the page remembers which.
{
  const uploads = document.getElementById("uploads");
  const key = `attached:${location.pathname}`;
  // What the page was opened on: a run, or what another page handed over.
  const run = () => {
    const query = new URLSearchParams(location.search);
    const name = ["run", "text_of", "picture", "request_of"].find((one) => query.get(one));
    return name ? `${name} ${query.get(name)}` : null;
  };
  const ids = () => [...uploads.querySelectorAll("input[name='composer_files']")].map((input) => input.value);

  function save() {
    const state = JSON.stringify({ run: run(), ids: ids() });
    for (const storage of [sessionStorage, localStorage]) {
      try {
        storage.setItem(key, state);
      } catch {
        storage.removeItem(key); // Full: an old state would be worse than none.
      }
    }
  }

  async function restore() {
    const stored = sessionStorage.getItem(key) ?? localStorage.getItem(key);
    const saved = stored && JSON.parse(stored);
    if (!saved || (run() && saved.run !== run())) return;
    // What the page came with may have been taken off before it was reloaded or come back to.
    const isNew = performance.getEntriesByType("navigation")[0]?.type === "navigate";
    for (const input of isNew ? [] : uploads.querySelectorAll("input")) {
      if (!saved.ids.includes(input.value)) input.closest(".upload").remove();
    }
    const missing = saved.ids.filter((id) => !ids().includes(id));
    const addresses = missing.filter((id) => id.includes(":"));
    for (const detail of addresses) uploads.dispatchEvent(new CustomEvent("attach:address", { detail }));
    const files = missing.filter((id) => !addresses.includes(id));
    if (!files.length) return;
    const response = await fetch(`/files/attached/?${new URLSearchParams(files.map((id) => ["file", id]))}`);
    if (response.ok) uploads.insertAdjacentHTML("afterbegin", await response.text());
  }

  if (uploads) {
    document.addEventListener("DOMContentLoaded", restore);
    new MutationObserver(save).observe(uploads, { childList: true });
  }
}
