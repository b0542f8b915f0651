// A segment is edited in its place and saved by itself; the server keeps what was heard beside it.
{
  const csrf = () => JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
  const PAUSE = 600;

  function edit(row) {
    if (row.querySelector("textarea")) return;
    const text = row.querySelector(".segment-text");
    const box = Object.assign(document.createElement("textarea"), { value: text.textContent.trim(), dir: "auto", rows: 1 });
    box.setAttribute("aria-label", `Segment ${Number(row.dataset.number) + 1}`);
    const address = row.closest("[data-save]").dataset.save;
    let saved = box.value;
    let goesOn = false;
    let timer = 0;
    let answer = Promise.resolve();
    const start = box.value;

    function save() {
      clearTimeout(timer);
      timer = 0;
      if (box.value === saved) return answer;
      saved = box.value;
      const values = { key: row.dataset.key, text: saved, ...(goesOn && { goes_on: "1" }) };
      goesOn = true;
      answer = answer.then(() => fetch(address, { method: "POST", headers: { "X-CSRFToken": csrf() }, body: new URLSearchParams(values) }))
        .then((response) => (response.ok ? response.text() : Promise.reject(new Error(String(response.status)))))
        .catch(() => { complain("Not saved: the server could not be reached."); });
      return answer;
    }

    function complain(words) {
      const note = row.querySelector(".field-error") ?? Object.assign(document.createElement("p"), { className: "field-error" });
      note.textContent = words;
      box.after(note);
      saved = "";
    }

    async function close() {
      box.removeEventListener("blur", close);
      const html = await save();
      if (!html) return void (saved === start ? (box.remove(), (text.hidden = false)) : box.addEventListener("blur", close));
      const holder = document.createElement("template");
      holder.innerHTML = html;
      const fresh = holder.content.firstElementChild;
      const tools = row.closest("[data-transcript]");
      row.replaceWith(fresh);
      htmx.process(fresh);
      fresh.querySelector("[data-edit]").hidden = false;
      for (const button of tools.querySelectorAll("[data-undo], [data-reset]")) button.disabled = false;
    }

    text.hidden = true;
    text.after(box);
    box.focus();
    box.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(save, PAUSE);
    });
    box.addEventListener("blur", close);
    box.addEventListener("keydown", (event) => {
      if (event.key === "Escape" || (event.key === "Enter" && !event.shiftKey && !event.isComposing)) {
        event.preventDefault();
        event.stopPropagation();
        box.blur();
      }
    });
    addEventListener("pagehide", () => box.isConnected && save(), { once: true });
  }

  document.addEventListener("dblclick", (event) => {
    const row = event.target.closest(".segment-text")?.closest(".segment");
    if (row?.querySelector("[data-edit]")) edit(row);
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-edit]");
    if (button && button.closest(".segment")) edit(button.closest(".segment"));
  });

  // What the replacement will touch is shown while it is typed.
  document.addEventListener("input", ({ target }) => {
    if (!target.matches("[data-find]")) return;
    const box = target.closest("[data-transcript]");
    const sought = target.value.toLowerCase();
    let count = 0;
    for (const text of box.querySelectorAll(".segment-text")) {
      const places = sought ? text.textContent.toLowerCase().split(sought).length - 1 : 0;
      count += places;
      for (const word of text.children) word.classList.toggle("found", places > 0 && sought.includes(word.textContent.trim().toLowerCase().replace(/[^\p{L}\p{N}]/gu, "")) && /[\p{L}\p{N}]/u.test(word.textContent) || (places > 0 && word.textContent.toLowerCase().includes(sought)));
    }
    box.querySelector("[data-found]").textContent = sought ? `${count} found` : "";
  });
}
