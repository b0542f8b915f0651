// The keys of the shortcuts dialog, which is their one list: each row names its keys and what they press or focus.
{
  const dialog = document.getElementById("shortcuts");
  const mac = /Mac|iPhone|iPad/.test(navigator.platform);
  const rows = dialog ? [...dialog.querySelectorAll("[data-keys]")] : [];

  function keysOf(event) {
    const keys = [];
    if (event.ctrlKey || event.metaKey) keys.push("mod");
    if (event.altKey) keys.push("alt");
    if (event.shiftKey && event.key.length > 1) keys.push("shift");
    return [...keys, event.key.toLowerCase()].join("+");
  }

  const typing = (target) => target.closest("input, textarea, select, [contenteditable]");
  const visible = (selector) => [...document.querySelectorAll(selector)].find((element) => element.checkVisibility());

  // On the window: whatever else on the page knows the key comes first.
  addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    const keys = keysOf(event);
    if (!/^(mod|alt)\+/.test(keys) && keys !== "escape" && typing(event.target)) return;
    if (document.querySelector("dialog[open], [popover]:popover-open") && keys !== "mod+k") return;
    const row = rows.find((candidate) => candidate.dataset.keys === keys);
    if (!row) return;
    const pressed = row.dataset.press && document.querySelector(row.dataset.press);
    const focused = row.dataset.focus && visible(row.dataset.focus);
    if (!pressed && !focused) return;
    event.preventDefault();
    if (pressed) pressed.click();
    else focused.focus();
  });

  if (mac) {
    for (const key of document.querySelectorAll("kbd[data-mod]")) {
      key.textContent = key.textContent.replace("Ctrl", "⌘").replace("Shift", "⇧").replace("Alt", "⌥");
    }
    for (const titled of document.querySelectorAll("[title*='Ctrl+']")) {
      titled.title = titled.title.replace("Ctrl+", "⌘");
    }
  }

  function showUsable() {
    for (const row of dialog.querySelectorAll("[data-in]")) row.hidden = !document.querySelector(row.dataset.in);
  }
  if (dialog) new MutationObserver(showUsable).observe(dialog, { attributeFilter: ["open"] });
}
