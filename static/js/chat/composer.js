// The composer: adds a message without running, empties itself after a run was taken, speaks in the chosen role.
{
  const composer = document.getElementById("id_composer");
  const role = document.getElementById("id_composer_role");
  const uploads = document.getElementById("uploads");
  let sent = "";

  const changed = (control) => control.dispatchEvent(new Event("input", { bubbles: true }));
  const say = () => { composer.placeholder = `Message as ${role.value}…`; };

  function empty() {
    composer.value = composer.value.startsWith(sent) ? composer.value.slice(sent.length).trimStart() : composer.value;
    uploads.replaceChildren();
    changed(composer);
  }

  async function add() {
    const content = composer.value.trim();
    const files = [...uploads.querySelectorAll("input[name='composer_files']")].map((input) => input.value);
    if (!content && !files.length) return void composer.focus();
    sent = composer.value;
    const message = conversation.withRole({ role: role.value, content }, role.value);
    const [row] = await conversation.render(JSON.stringify([message]), files);
    conversation.transcript.append(row);
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
