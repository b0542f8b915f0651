// A table, chosen or dropped as a CSV file or pasted: one column becomes the inputs, another may colour the map.
{
  const card = document.querySelector("[data-inputs]");

  // RFC 4180, with comma, semicolon or tab, whichever the first line has most of.
  function parsed(text) {
    const head = text.split("\n", 1)[0];
    const separator = [",", ";", "\t"].sort((one, other) => head.split(other).length - head.split(one).length)[0];
    const rows = [[""]];
    let quoted = false;
    for (let at = 0; at < text.length; at += 1) {
      const sign = text[at];
      const row = rows.at(-1);
      if (quoted) {
        if (sign !== '"') row[row.length - 1] += sign;
        else if (text[at + 1] === '"') row[row.length - 1] += text[(at += 1)];
        else quoted = false;
      } else if (sign === '"' && row.at(-1) === "") quoted = true;
      else if (sign === separator) row.push("");
      else if (sign === "\n") rows.push([""]);
      else if (sign !== "\r") row[row.length - 1] += sign;
    }
    return rows.filter((row) => row.some((cell) => cell.trim()));
  }

  // Lines of prose have commas too, but no short names in the first of them, each against its separator.
  function isTable(rows) {
    const [head] = rows;
    const named = (cell) => cell && cell === cell.trim() && cell.length <= 60;
    return rows.length > 1 && head.length > 1 && rows.every((row) => row.length === head.length) && head.every(named);
  }

  if (card) {
    const choose = card.querySelector("[data-csv-choose]");
    const panel = card.querySelector(".inputs-csv");
    const text = panel.querySelector("[data-csv-text]");
    const label = panel.querySelector("[data-csv-label]");
    const header = panel.querySelector("[data-csv-header]");
    const problem = card.querySelector("[data-csv-problem]");
    const control = document.getElementById("id_input");
    let rows = [];
    let pasted = "";

    const body = () => rows.slice(header.checked ? 1 : 0);
    const size = (at) => body().reduce((sum, row) => sum + (row[at] ?? "").length, 0);

    function put(inputs, labels) {
      control.value = JSON.stringify(inputs);
      document.getElementById("id_labels").value = labels.length ? JSON.stringify(labels) : "";
      document.dispatchEvent(new CustomEvent("inputs:replace"));
      control.dispatchEvent(new Event("input", { bubbles: true }));
    }

    function take() {
      const whole = text.value === "lines";
      label.disabled = header.disabled = whole;
      const filled = body().filter((row) => (row[text.value] ?? "").trim());
      panel.querySelector("[data-csv-note]").textContent = whole ? "" : `${filled.length} of ${body().length} rows have a text`;
      if (whole) put(pasted.split(/\r?\n/).filter((line) => line.trim()), []);
      else put(filled.map((row) => row[text.value]), label.value === "" ? [] : filled.map((row) => row[label.value] ?? ""));
    }

    function name() {
      const [texts, labels] = [text.value, label.value];
      const options = () => rows[0].map((cell, at) => new Option((header.checked && cell) || `Column ${at + 1}`, at));
      text.replaceChildren(...options(), ...(pasted ? [new Option("whole lines", "lines")] : []));
      label.replaceChildren(new Option("clusters", ""), ...options());
      [text.value, label.value] = [texts, labels];
    }

    function open(found) {
      rows = found;
      header.checked = true;
      name();
      const sizes = rows[0].map((_, at) => size(at));
      text.value = sizes.indexOf(Math.max(...sizes));
      label.value = rows[0].findIndex((cell) => /label|class|category|group|topic|tag/i.test(cell));
      if (label.selectedIndex < 0) label.value = "";
      panel.hidden = false;
      take();
    }

    async function read(file) {
      pasted = "";
      const found = parsed((await file.text()).replace(/^\ufeff/, ""));
      problem.textContent = found.length > 1 ? "" : `${file.name} has no rows below its header.`;
      if (found.length > 1) open(found);
    }

    text.addEventListener("change", take);
    label.addEventListener("change", take);
    header.addEventListener("change", () => {
      name();
      take();
    });
    // Who edits the lines has left the table.
    control.addEventListener("input", (event) => {
      if (event.detail === "lines") panel.hidden = true;
    });
    choose.hidden = false;
    choose.querySelector("input").addEventListener("change", ({ target }) => {
      if (target.files[0]) read(target.files[0]);
      target.value = "";
    });
    card.addEventListener("dragover", (event) => {
      event.preventDefault();
      card.classList.add("dropping");
    });
    card.addEventListener("dragleave", () => card.classList.remove("dropping"));
    card.addEventListener("drop", (event) => {
      card.classList.remove("dropping");
      const [file] = event.dataTransfer.files;
      if (!file) return;
      event.preventDefault();
      read(file);
    });
    card.addEventListener("paste", (event) => {
      const { target, clipboardData } = event;
      const [file] = clipboardData.files;
      const words = clipboardData.getData("text/plain");
      // In place of all that stood there, and where it is a table as spreadsheets copy it.
      const replaces = target.id === "input-lines" && target.selectionEnd - target.selectionStart === target.value.length;
      if (!file && !(replaces && isTable(parsed(words)))) return;
      event.preventDefault();
      if (file) return void read(file);
      pasted = words;
      open(parsed(words));
    });
  }
}
