// The state beside each label and the counts above mirror what the controls hold. What is sent, the server decides.
{
  const valueOf = (field) => {
    const controls = [...field.querySelectorAll("[name]")].filter((control) => !control.closest("datalist"));
    if (controls[0]?.type === "radio") return controls.find((control) => control.checked)?.value ?? "";
    return controls.map((control) => control.value).join("").trim();
  };

  const plural = (count, noun) => `${count} ${noun}${count === 1 ? "" : "s"}`;
  const short = (text) => text.replace(/\s+/g, " ").trim().slice(0, 40);

  const summary = (text) => {
    let value;
    try { value = JSON.parse(text); } catch { return short(text); }
    if (typeof value === "string") return short(value);
    if (value === null || typeof value !== "object") return short(text);
    if (!Array.isArray(value)) return typeof value.type === "string" ? short(value.type) : plural(Object.keys(value).length, "key");
    const allText = value.length && value.every((item) => typeof item === "string");
    return allText ? short(value.join(", ")) : plural(value.length, "item");
  };

  const panelOf = (field) => field.closest("[data-panel]") ?? document;

  const lacksNeed = (field) => {
    const { dataset } = field;
    const other = dataset.needs && panelOf(field).querySelector(`[data-param="${dataset.needs}"]`);
    if (!other) return false;
    const text = valueOf(other);
    return dataset.needsTexts ? !dataset.needsTexts.split("|").includes(text) : text === "";
  };

  const mirror = (field) => {
    const text = valueOf(field);
    field.toggleAttribute("data-set", text !== "");
    const state = field.querySelector(".field-state");
    if (field.hasAttribute("data-refused")) state.textContent = "not for this model";
    else if (field.hasAttribute("data-required")) state.textContent = "required";
    else if (text) state.textContent = summary(text);
    else if (lacksNeed(field)) state.textContent = `needs ${field.dataset.needsWords}`;
    else state.textContent = "not sent";
  };

  const count = (panel) => {
    const sent = ".field[data-set]:not([data-refused])";
    for (const section of panel.querySelectorAll("[data-section]")) {
      const set = section.querySelectorAll(sent).length;
      section.querySelector("[data-count]").textContent = set ? `${set} set` : "";
    }
    const set = panel.querySelectorAll(sent).length;
    panel.querySelector("[data-total]").textContent = `${set} of ${panel.querySelectorAll("[data-param]").length} set`;
  };

  const changed = ({ target }) => {
    const field = target.closest?.("[data-param]");
    if (!field) return;
    mirror(field);
    panelOf(field).querySelectorAll(`[data-needs="${field.dataset.param}"]`).forEach(mirror);
    const panel = field.closest("[data-panel]");
    if (panel) count(panel);
  };

  const all = () => {
    document.querySelectorAll("[data-param]").forEach(mirror);
    document.querySelectorAll("[data-panel]").forEach(count);
  };

  document.addEventListener("input", changed);
  document.addEventListener("change", changed);
  document.addEventListener("field:applies", changed);
  // The browser puts back what was typed when a page is reloaded or come back to, without an event.
  addEventListener("pageshow", all);
}
