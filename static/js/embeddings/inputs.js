// Inputs as numbered lines over the control that holds their text or JSON; what lines cannot show stays JSON.
{
  const card = document.querySelector("[data-inputs]");
  const control = document.getElementById("id_input");

  if (card && control) {
    const MOST_MEASURED = 5000;
    const lines = card.querySelector(".inputs-lines");
    const editor = lines.querySelector("textarea");
    const numbers = lines.querySelector(".inputs-numbers");
    const json = card.querySelector(".inputs-json");
    const toggle = card.querySelector("[data-as-json]");
    const labels = document.getElementById("id_labels");
    let wanted = false;

    // The inputs as lines, null where a line cannot stand for one.
    function listed(text) {
      if (!/^\s*["[]/.test(text)) return text.includes("\n") ? null : [text];
      let value;
      try { value = JSON.parse(text); } catch { return null; }
      const items = typeof value === "string" ? [value] : value;
      const fits = Array.isArray(items) && items.every((item) => typeof item === "string" && !/[\r\n]/.test(item));
      return fits ? items : null;
    }

    const plain = (text) => !/^\s*["[]/.test(text) && text === text.trim();

    function written(text) {
      const items = text.replace(/\n+$/, "").split(/\r?\n/);
      if (items.length === 1) return plain(items[0]) ? items[0] : JSON.stringify(items[0]);
      return JSON.stringify(items);
    }

    function measure() {
      const count = editor.value.split("\n").length;
      const shown = Math.min(Math.max(count, 2), MOST_MEASURED);
      editor.rows = shown;
      numbers.textContent = Array.from({ length: shown }, (_, at) => at + 1).join("\n");
    }

    function tell() {
      let value = control.value.trim();
      try { value = JSON.parse(value); } catch { /* one text */ }
      const tokens = Array.isArray(value) && value.length && value.every((item) => typeof item === "number");
      const count = Array.isArray(value) && !tokens ? value.length : control.value.trim() ? 1 : 0;
      const guess = Math.round(control.value.length / 4);
      card.querySelector("[data-inputs-count]").textContent =
        `${grouped(count)} input${count === 1 ? "" : "s"}${guess ? ` · ≈ ${grouped(guess)} tokens` : ""}`;
    }

    function show() {
      const items = listed(control.value);
      const asLines = items !== null && !wanted;
      lines.hidden = !asLines;
      json.hidden = asLines;
      toggle.setAttribute("aria-pressed", String(!asLines));
      if (asLines && written(editor.value) !== control.value) editor.value = items.join("\n");
      if (asLines) measure();
      tell();
    }

    editor.addEventListener("input", () => {
      control.value = written(editor.value);
      labels.value = "";
      control.dispatchEvent(new CustomEvent("input", { bubbles: true, detail: "lines" }));
      measure();
    });
    control.addEventListener("input", (event) => (event.detail === "lines" || !json.hidden ? tell() : show()));
    document.addEventListener("inputs:replace", show);
    toggle.addEventListener("click", () => {
      wanted = json.hidden;
      show();
    });
    addEventListener("pageshow", show);
    toggle.hidden = false;
    show();
  }
}
