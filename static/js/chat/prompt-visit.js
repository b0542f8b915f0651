// The values of variables survive reload and Back, on the page that was opened on the same run or prompt.
{
  const key = `variables:${location.pathname}`;

  const place = () => {
    const query = new URLSearchParams(location.search);
    return ["run", "prompt", "version"].map((name) => query.get(name) ?? "").join(" ");
  };

  function save() {
    const state = JSON.stringify({ place: place(), values: [...promptVariables.values] });
    for (const storage of [sessionStorage, localStorage]) {
      try {
        storage.setItem(key, state);
      } catch {
        storage.removeItem(key); // Full: an old state would be worse than none.
      }
    }
  }

  function restore() {
    const stored = sessionStorage.getItem(key) ?? localStorage.getItem(key);
    const saved = stored && JSON.parse(stored);
    if (!saved || (place().trim() && saved.place !== place())) return;
    for (const [name, value] of saved.values) {
      promptVariables.values.set(name, value);
      const control = document.getElementById(`id_variable_${name}`);
      if (control) control.value = value;
    }
    promptVariables.show();
  }

  if (document.getElementById("variable-template") && window.conversation) {
    restore();
    let waiting = 0;
    conversation.form.addEventListener("input", ({ target }) => {
      if (!target.closest(".variable")) return;
      clearTimeout(waiting);
      waiting = setTimeout(save, 120);
    });
    document.addEventListener("htmx:afterSettle", save);
    addEventListener("pagehide", save);
  }
}
