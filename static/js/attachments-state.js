// Attached files survive a reload: the server has them already, the page remembers which.
{
  const uploads = document.getElementById("uploads");
  const key = `attached:${location.pathname}`;
  const run = () => new URLSearchParams(location.search).get("run");
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
    if (!saved?.ids.length || (run() && saved.run !== run())) return;
    const response = await fetch(`/files/attached/?${new URLSearchParams(saved.ids.map((id) => ["file", id]))}`);
    if (response.ok) uploads.insertAdjacentHTML("afterbegin", await response.text());
  }

  if (uploads) {
    restore();
    new MutationObserver(save).observe(uploads, { childList: true });
  }
}
