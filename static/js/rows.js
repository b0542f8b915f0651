// Rows and toggles write the JSON of their list or object into the control that is sent, and follow it when it is typed.
{
  const control = (rows) => rows.querySelector("[data-json]");
  const rowsOf = (rows) => [...rows.querySelectorAll(".row")];
  const inputs = (row) => [...row.querySelectorAll(".control")];
  const isBlank = (row) => inputs(row).every((input) => input.value === "");

  // In a list's row a line break is written \n, as in JSON; any other backslash stands for itself.
  const unescaped = (text) => {
    try { return JSON.parse(`"${text.replace(/\\?"/g, '\\"')}"`); } catch { return text; }
  };
  const escaped = (text) => JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"');
  const numeric = (text) => (text.trim() !== "" && Number.isFinite(Number(text)) ? Number(text) : text);

  const read = (rows) => {
    if (rows.dataset.kind === "toggles") return [...rows.querySelectorAll(":checked")].map((box) => box.value);
    const filled = rowsOf(rows).filter((row) => !isBlank(row)).map((row) => inputs(row).map((input) => input.value));
    if (rows.dataset.kind === "list") return filled.map(([text]) => unescaped(text));
    return Object.fromEntries(filled.map(([key, value]) => [key, rows.hasAttribute("data-numbers") ? numeric(value) : value]));
  };

  const write = (rows) => {
    const value = read(rows);
    const isEmpty = Object.keys(value).length === 0;
    const single = rows.hasAttribute("data-bare") && value.length === 1;
    control(rows).value = isEmpty ? "" : JSON.stringify(single ? value[0] : value);
    control(rows).dispatchEvent(new CustomEvent("input", { bubbles: true, detail: "rows" }));
  };

  const number = (rows) => rowsOf(rows).forEach((row, index) => {
    for (const part of row.querySelectorAll("[aria-label]")) {
      part.setAttribute("aria-label", part.getAttribute("aria-label").replace(/\d+/, index + 1));
    }
  });

  const addRow = (rows, values = []) => {
    const row = rowsOf(rows).at(-1).cloneNode(true);
    inputs(row).forEach((input, index) => { input.value = values[index] ?? ""; });
    row.removeAttribute("data-count");
    row.removeAttribute("data-over");
    rows.querySelector(".rows-list").append(row);
    return row;
  };

  const keepOneBlank = (rows) => {
    const all = rowsOf(rows);
    if (!isBlank(all.at(-1)) && all.length < Number(rows.dataset.max ?? Infinity)) addRow(rows);
    number(rows);
  };

  const entries = (rows, text) => {
    if (!text.trim()) return [];
    let value = text;
    if (rows.dataset.kind === "pairs" || /^\s*[{["]/.test(text)) {
      try { value = JSON.parse(text); } catch { return null; }
    }
    if (rows.dataset.kind === "pairs") {
      const isFlat = value && typeof value === "object" && !Array.isArray(value) && !Object.values(value).some((item) => item && typeof item === "object");
      return isFlat ? Object.entries(value).map(([key, item]) => [key, String(item)]) : null;
    }
    const items = typeof value === "string" ? [value] : value;
    return Array.isArray(items) && items.every((item) => typeof item === "string") ? items.map((item) => [escaped(item)]) : null;
  };

  const follow = (rows) => {
    const found = entries(rows, control(rows).value);
    rows.firstElementChild.hidden = found === null;
    if (found === null) return;
    if (rows.dataset.kind === "toggles") {
      rows.querySelectorAll("[type=checkbox]").forEach((box) => { box.checked = found.some(([word]) => word === box.value); });
      return;
    }
    const old = rowsOf(rows);
    found.forEach((values) => addRow(rows, values));
    if (!found.length) addRow(rows);
    old.forEach((row) => row.remove());
    keepOneBlank(rows);
  };

  const showCount = (input) => {
    const row = input.closest(".row");
    row.toggleAttribute("data-over", input.value.length > Number(input.dataset.limit));
    row.dataset.count = `${input.value.length} of ${input.dataset.limit}`;
  };

  document.addEventListener("input", ({ target, detail }) => {
    const rows = target.closest?.(".rows");
    if (!rows) return;
    if (target === control(rows)) { if (detail !== "rows") follow(rows); return; }
    if (target.dataset.limit) showCount(target);
    if (target.closest(".row")) keepOneBlank(rows);
    write(rows);
  });

  document.addEventListener("focusin", ({ target }) => {
    if (target.matches?.(".row [data-limit]")) showCount(target);
  });

  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.(".row-remove");
    const row = button?.closest(".row");
    if (!row) return;
    const rows = row.closest(".rows");
    const next = row.nextElementSibling ?? addRow(rows);
    row.remove();
    inputs(next)[0].focus();
    keepOneBlank(rows);
    write(rows);
  });

  // The label names the control that is sent, which is folded away while rows stand for it.
  document.addEventListener("click", ({ target }) => {
    const rows = target.closest?.(".field-head label")?.closest(".field").querySelector(".rows");
    if (rows && !rows.querySelector(".raw").open) rows.querySelector("input:not([name])")?.focus();
  });
}
