// The composer: adds a message without running, empties itself after a run was taken, speaks in the chosen role.
{
  const composer = document.getElementById("id_composer");
  const role = document.getElementById("id_composer_role");
  const uploads = document.getElementById("uploads");
  let sent = "";

  const changed = (control) => control.dispatchEvent(new Event("input", { bubbles: true }));
  const say = () => { composer.placeholder = `Message as ${role.value}…`; };

  function partOf(upload) {
    const url = `playground-file:${upload.querySelector("input[name='composer_files']").value}`;
    const type = upload.dataset.type || "";
    if (type.startsWith("image/")) return { type: "image_url", image_url: { url } };
    if (type.startsWith("audio/")) {
      return { type: "input_audio", input_audio: { data: url, format: type.includes("wav") ? "wav" : "mp3" } };
    }
    return { type: "file", file: { filename: upload.dataset.name || "file", file_data: url } };
  }

  function typedMessage() {
    const text = composer.value.trim();
    const files = [...uploads.querySelectorAll(".upload:has(input[name='composer_files'])")].map(partOf);
    const content = files.length ? [...(text ? [{ type: "text", text }] : []), ...files] : text;
    return conversation.withRole({ role: role.value, content }, role.value);
  }

  function empty() {
    composer.value = composer.value.startsWith(sent) ? composer.value.slice(sent.length).trimStart() : composer.value;
    uploads.replaceChildren();
    changed(composer);
  }

  async function add() {
    const message = typedMessage();
    if (!message.content.length) return void composer.focus();
    const [row] = await conversation.render([message]);
    conversation.transcript.append(row);
    sent = composer.value;
    empty();
    conversation.changed();
    row.scrollIntoView({ block: "nearest" });
  }

  if (composer && window.conversation) {
    const { form } = conversation;
    role.addEventListener("change", say);
    say();

    document.addEventListener("click", (event) => {
      if (event.target.closest("[data-action='add']")) add();
      const example = event.target.closest("[data-example]");
      if (!example) return;
      composer.value = example.dataset.example;
      changed(composer);
      composer.focus();
    });

    form.addEventListener("htmx:beforeRequest", (event) => {
      if (event.detail.elt === form) sent = composer.value;
    });
    form.addEventListener("htmx:afterRequest", (event) => {
      const { elt, successful, xhr } = event.detail;
      if (elt === form && successful && xhr.status === 200 && !("regenerates" in form.dataset)) empty();
    });
    // Return in a parameter's box is not a wish to pay for a run; Ctrl+Enter is.
    form.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target.matches("input:not([type='submit'])") && !event.ctrlKey && !event.metaKey) {
        event.preventDefault();
      }
    });
  }
}
