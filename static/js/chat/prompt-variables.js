// {{variables}} in what is being written get inputs above the composer, at once. What is filled in, the server decides.
{
  const PLACE = /(\\?)\{\{[ \t]*([\p{L}\p{N}_-]{1,100})[ \t]*\}\}/gu;
  const composer = document.getElementById("id_composer");
  const template = document.getElementById("variable-template");
  const values = new Map();
  let inMessages = [];
  let waiting = 0;

  const box = () => document.getElementById("variables");
  const rows = () => [...box().querySelectorAll(".variable")];
  const controlOf = (row) => row.querySelector("textarea");

  function texts(value) {
    if (typeof value === "string") return value.includes("{{") ? [value] : [];
    return value && typeof value === "object" ? Object.values(value).flatMap(texts) : [];
  }
  const namesIn = (value) =>
    texts(value).flatMap((text) => [...text.matchAll(PLACE)].filter((match) => !match[1]).map((match) => match[2]));

  // The same, written so that nothing in it is a variable.
  function escaped(value) {
    if (typeof value === "string") return value.replace(PLACE, "\\$&");
    if (Array.isArray(value)) return value.map(escaped);
    if (!value || typeof value !== "object") return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, escaped(item)]));
  }
  window.promptVariables = { escaped, values, show: () => show() };

  function inPanel() {
    return [...document.querySelectorAll("#params textarea[name]")].flatMap(({ value }) => {
      if (!value.includes("{{")) return [];
      try {
        return namesIn(JSON.parse(value));
      } catch {
        return namesIn(value);
      }
    });
  }

  function mark() {
    const filled = rows().filter((row) => {
      const empty = !controlOf(row).value;
      row.toggleAttribute("data-empty", empty);
      row.querySelector(".variable-state").textContent = empty ? "no value yet" : "";
      return !empty;
    });
    box().querySelector("[data-filled]").textContent = `${filled.length} of ${rows().length} filled in`;
  }

  function made(name) {
    const row = template.content.firstElementChild.cloneNode(true);
    const control = controlOf(row);
    const id = `id_variable_${name}`;
    row.dataset.variable = name;
    row.querySelector("label").textContent = name;
    row.querySelector("label").htmlFor = control.id = id;
    row.querySelector(".field-error").id = `${id}_error`;
    control.setAttribute("aria-describedby", `${id}_error`);
    control.name = `variable_${name}`;
    control.value = values.get(name) ?? "";
    return row;
  }

  function show() {
    const names = [...new Set([...inMessages, ...namesIn(composer.value), ...inPanel()])];
    const shown = rows();
    if (shown.map((row) => row.dataset.variable).join("\n") !== names.join("\n")) {
      const kept = new Map(shown.map((row) => [row.dataset.variable, row]));
      const list = box().querySelector(".variable-list");
      for (const row of shown) if (!names.includes(row.dataset.variable)) row.remove();
      names.forEach((name, place) => {
        const row = kept.get(name) ?? made(name);
        if (list.children[place] !== row) list.insertBefore(row, list.children[place] ?? null);
      });
    }
    box().hidden = !names.length;
    mark();
  }

  function reread() {
    waiting = 0;
    inMessages = conversation
      .elements()
      .filter((element) => !element.matches("[data-run]"))
      .flatMap((element) => namesIn(conversation.messageOf(element)));
    show();
  }

  if (template && window.conversation) {
    for (const row of rows()) values.set(row.dataset.variable, controlOf(row).value);
    document.addEventListener("conversation:changed", () => { waiting ||= setTimeout(reread, 60); });
    conversation.form.addEventListener("input", ({ target }) => {
      const row = target.closest(".variable");
      if (row) values.set(row.dataset.variable, target.value);
      if (row) mark();
      else if (target === composer || target.closest("#params")) show();
    });
    document.addEventListener("htmx:oobAfterSwap", ({ detail }) => {
      if (detail.target.id !== "variables") return;
      for (const row of rows()) controlOf(row).value = values.get(row.dataset.variable) ?? "";
      mark();
    });
    reread();
  }
}
