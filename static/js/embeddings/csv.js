// A CSV file, chosen, dropped or pasted with a header: one column becomes the inputs, another may colour the map.
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

  if (card) {
    const choose = card.querySelector("[data-csv-choose]");
    const panel = card.querySelector(".inputs-csv");
    const text = panel.querySelector("[data-csv-text]");
    const label = panel.querySelector("[data-csv-label]");
    const control = document.getElementById("id_input");
    let rows = [];

    function take() {
      const filled = rows.slice(1).filter((row) => (row[text.value] ?? "").trim());
      control.value = JSON.stringify(filled.map((row) => row[text.value]));
      const labels = label.value === "" ? [] : filled.map((row) => row[label.value] ?? "");
      document.getElementById("id_labels").value = labels.length ? JSON.stringify(labels) : "";
      panel.querySelector("[data-csv-note]").textContent = `${filled.length} of ${rows.length - 1} rows have a text`;
      document.dispatchEvent(new CustomEvent("inputs:replace"));
      control.dispatchEvent(new Event("input", { bubbles: true }));
    }

    async function open(file) {
      rows = parsed((await file.text()).replace(/^\ufeff/, ""));
      if (rows.length < 2) return;
      const longest = rows[0].map((_, at) => rows.slice(1).reduce((sum, row) => sum + (row[at] ?? "").length, 0));
      const options = () => rows[0].map((name, at) => new Option(name || `Column ${at + 1}`, at));
      text.replaceChildren(...options());
      text.value = longest.indexOf(Math.max(...longest));
      label.replaceChildren(new Option("clusters", ""), ...options());
      label.value = rows[0].findIndex((name) => /label|class|category|group/i.test(name));
      if (label.selectedIndex < 0) label.value = "";
      panel.hidden = false;
      take();
    }

    text.addEventListener("change", take);
    label.addEventListener("change", take);
    choose.hidden = false;
    choose.querySelector("input").addEventListener("change", ({ target }) => target.files[0] && open(target.files[0]));
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
      open(file);
    });
    card.addEventListener("paste", (event) => {
      const [file] = event.clipboardData.files;
      if (!file) return;
      event.preventDefault();
      open(file);
    });
  }
}
