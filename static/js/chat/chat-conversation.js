// The conversation on the page, in DOM order: rows hold their message as JSON, finished runs the message of each choice.
// What nobody changes is sent as the text that it came as: read and written again, a 1.0 or a long number would be another.
// Whoever changes it dispatches "conversation:changed"; the `messages` control is filled just before it is sent.
{
  const transcript = document.getElementById("transcript");
  const form = transcript?.closest("form");
  const control = document.getElementById("id_messages");
  const csrf = () => JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];

  function scriptOf(element) {
    if (!element.matches("[data-run]")) return element.querySelector("script.message-json");
    const choice = element.querySelector(".choice[data-choice]:not([hidden])")?.dataset.choice ?? "0";
    return element.querySelector(`script.message-json[data-choice="${choice}"]`);
  }

  // Each message is read once, however often it is asked for: a script's text does not change.
  const read = new WeakMap();
  function messageOf(element) {
    const script = scriptOf(element);
    if (!script) return null;
    if (!read.has(script)) read.set(script, JSON.parse(script.textContent));
    return read.get(script);
  }

  function setMessage(element, text) {
    const script = scriptOf(element);
    if (!script) return;
    script.textContent = text;
    read.delete(script);
  }

  const jsonOf = (element) => scriptOf(element)?.textContent ?? "null";
  const isAnswer = (element) => element.matches("[data-run], [data-role='assistant']");

  const elements = () => [...transcript.querySelectorAll(":scope > .message, :scope > [data-run]")];
  const messages = () => elements().map(messageOf).filter(Boolean);
  // As it is sent: what a model has said has no variables in it, whatever it looks like.
  function writtenOf(element) {
    const text = jsonOf(element);
    const isSaid = element.matches("[data-run]") && text.includes("{{");
    return isSaid ? JSON.stringify(window.promptVariables.escaped(messageOf(element))) : text;
  }
  const written = () => `[${elements().filter(messageOf).map(writtenOf).join(", ")}]`;
  const changed = () => transcript.dispatchEvent(new CustomEvent("conversation:changed", { bubbles: true }));

  // The rows of a JSON list of messages.
  async function render(text, files = []) {
    const body = new URLSearchParams({ messages: text });
    for (const file of files) body.append("composer_files", file);
    const response = await fetch(transcript.dataset.rows, {
      method: "POST",
      headers: { "X-CSRFToken": csrf() },
      body,
    });
    if (!response.ok) throw new Error(`rows: ${response.status}`);
    const holder = document.createElement("template");
    holder.innerHTML = await response.text();
    return [...holder.content.querySelectorAll(".message")];
  }

  // The message counts from now on; what it looks like comes from the server, which has the one renderer.
  async function replace(element, text) {
    setMessage(element, text);
    changed();
    const [row] = await render(`[${text}]`);
    const focused = element.contains(document.activeElement);
    row.toggleAttribute("data-changed", element.hasAttribute("data-changed"));
    element.replaceWith(row);
    if (focused) row.focus();
    changed();
    return row;
  }

  function clear() {
    for (const element of transcript.querySelectorAll(":scope > :is(.message, [data-run], .fork, .earlier)")) element.remove();
  }

  async function fill(text) {
    const rows = await render(text);
    clear();
    transcript.prepend(...rows);
    changed();
  }

  function collect() {
    transcript.dispatchEvent(new CustomEvent("conversation:commit"));
    if (!("typed" in control.dataset)) control.value = written();
  }

  if (transcript && control) {
    window.conversation = { transcript, form, csrf, elements, messages, messageOf, render, replace, changed, collect, clear, jsonOf, isAnswer };

    document.addEventListener("submit", (event) => {
      if (event.target !== form) return;
      transcript.dispatchEvent(new CustomEvent("conversation:commit"));
      transcript.dispatchEvent(new CustomEvent("conversation:send"));
      collect();
      // An editor that holds no JSON yet has said so: nothing is sent in its place.
      if (!transcript.querySelector(".message-error")) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    }, true);
    document.getElementById("messages-field").addEventListener("toggle", async (event) => {
      if (!event.target.open || "typed" in control.dataset) return;
      control.readOnly = true;
      await window.earlierMessages?.all();
      control.readOnly = false;
      control.value = indentJSON(written());
    });
    control.addEventListener("input", () => { control.dataset.typed = ""; });
    control.addEventListener("change", async () => {
      try {
        await fill(control.value);
      } catch {
        return; // No list of messages: it is sent as it was typed, and the form says what is wrong with it.
      }
      delete control.dataset.typed;
    });
    document.addEventListener("htmx:afterSettle", (event) => {
      if (event.detail.target === transcript || event.detail.elt === transcript) {
        delete control.dataset.typed;
        changed();
      }
    });
  }
}
