// Recordings chosen, dropped or pasted are sent at once, side by side; each becomes a line that says what will be done.
{
  const box = document.querySelector("[data-recordings]");
  const picked = document.querySelector("[data-picked]");
  const sending = document.querySelector("[data-sending]");
  const form = document.getElementById("operation");
  const key = `recordings:${location.pathname}`;
  const uuids = () => [...picked.querySelectorAll("[name='file']")].map((input) => input.value);
  const size = (bytes) => (bytes < 1e6 ? `${Math.round(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`);
  let runsAfter = false;

  const complain = (words) => { document.getElementById("id_file_error").textContent = words; };

  // Until the server's line is there, the row of its upload stands for the file.
  function pick(uuid, row) {
    if (uuids().includes(uuid)) return row.remove();
    row.append(Object.assign(document.createElement("input"), { type: "hidden", name: "file", value: uuid }));
    picked.append(row);
    picked.dispatchEvent(new CustomEvent("picked:changed"));
  }

  function line(file) {
    const row = document.createElement("div");
    row.className = "picked";
    const facts = document.createElement("div");
    facts.className = "picked-facts";
    const name = document.createElement("strong");
    name.className = "picked-name";
    name.dir = "auto";
    name.textContent = file.name;
    const bar = Object.assign(document.createElement("progress"), { max: file.size || 1, value: 0 });
    bar.setAttribute("aria-label", `Sending ${file.name}`);
    const words = document.createElement("p");
    words.className = "muted";
    const cancel = Object.assign(document.createElement("button"), { type: "button", className: "button small", textContent: "Cancel" });
    facts.append(name, bar, words);
    row.append(facts, cancel);
    sending.append(row);
    return { row, bar, words, cancel };
  }

  function tell(words, bar, event, began) {
    bar.value = event.loaded;
    const seconds = (performance.now() - began) / 1000;
    const left = event.loaded ? (seconds / event.loaded) * (event.total - event.loaded) : 0;
    const rest = seconds > 1 && left >= 1 ? `, about ${Math.ceil(left)} s left` : "";
    words.textContent = event.loaded < event.total ? `${size(event.loaded)} of ${size(event.total)}${rest}` : "Looking at it";
  }

  function done(file, row, uuid, why) {
    if (!uuid) {
      row.remove();
      runsAfter = false;
      return complain(`${file.name} was not taken. ${why}`);
    }
    pick(uuid, row);
    file.taken?.();
    if (runsAfter && !sending.children.length) {
      runsAfter = false;
      form.requestSubmit();
    }
  }

  function send(file) {
    const { row, bar, words, cancel } = line(file);
    const began = performance.now();
    const request = window.upload(file, {
      progress: (event) => tell(words, bar, event, began),
      done: (uuid, why) => row.isConnected && done(file, row, uuid, why),
    });
    cancel.addEventListener("click", () => {
      row.remove();
      request.abort();
    });
  }

  function take(files) {
    complain("");
    document.getElementById("id_file").removeAttribute("aria-invalid");
    for (const file of files) send(file);
  }

  function save() {
    for (const storage of [sessionStorage, localStorage]) storage.setItem(key, JSON.stringify(uuids()));
  }

  function restore() {
    if (uuids().length || new URLSearchParams(location.search).has("audio")) return;
    const saved = JSON.parse(sessionStorage.getItem(key) ?? "[]");
    for (const uuid of saved) picked.append(Object.assign(document.createElement("input"), { type: "hidden", name: "file", value: uuid }));
    // htmx listens from here on.
    if (saved.length) addEventListener("load", () => picked.dispatchEvent(new CustomEvent("picked:changed")));
  }

  if (box) {
    document.querySelector("[data-can-drop]").hidden = false;
    document.getElementById("id_file").addEventListener("change", (event) => {
      take(event.target.files);
      event.target.value = "";
    });
    document.addEventListener("recording:made", ({ detail }) => take([detail]));
    document.addEventListener("paste", (event) => {
      if (!event.clipboardData.files.length) return;
      event.preventDefault();
      take(event.clipboardData.files);
    });
    const area = document.getElementById("main");
    area.addEventListener("dragover", (event) => {
      if (![...event.dataTransfer.types].includes("Files")) return;
      event.preventDefault();
      box.classList.add("dropping");
    });
    area.addEventListener("dragleave", (event) => area.contains(event.relatedTarget) || box.classList.remove("dropping"));
    area.addEventListener("drop", (event) => {
      box.classList.remove("dropping");
      if (!event.dataTransfer.files.length) return;
      event.preventDefault();
      take(event.dataTransfer.files);
    });
    box.addEventListener("click", (event) => {
      event.target.closest("[data-unpick]")?.closest(".picked").remove();
    });
    // What was added or removed while the server was asked stays so.
    let asked = [];
    let added = [];
    let removed = [];
    picked.addEventListener("htmx:beforeRequest", () => { asked = uuids(); });
    picked.addEventListener("htmx:beforeSwap", () => {
      const now = uuids();
      added = [...picked.children].filter((row) => !asked.includes(row.querySelector("[name='file']")?.value));
      removed = asked.filter((uuid) => !now.includes(uuid));
    });
    picked.addEventListener("htmx:afterSwap", () => {
      for (const row of picked.querySelectorAll(".picked")) if (removed.includes(row.dataset.file)) row.remove();
      picked.append(...added);
    });
    // Pressed while a file is on its way, Run waits for it.
    document.addEventListener("submit", (event) => {
      if (event.target !== form || !sending.children.length) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      runsAfter = true;
      complain("Starts when all recordings have been sent.");
    }, true);
    restore();
    new MutationObserver(save).observe(picked, { childList: true, subtree: true });
  }
}
