// What the form does around a run: empties the input once it was taken, runs an answer again, takes an example.
{
  const form = document.querySelector("form[data-operation='create_response']");
  const input = () => document.getElementById("id_input");
  const uploads = document.getElementById("uploads");
  let sent = "";
  let keeps = false;

  function set(control, value) {
    control.value = value;
    control.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // A button of the form that says what to go on from; the input that is being typed stays.
  function submitAs(name, value) {
    const button = document.createElement("button");
    button.type = "submit";
    button.name = name;
    button.value = value;
    button.hidden = true;
    form.append(button);
    form.requestSubmit(button);
    button.remove();
  }

  if (form) {
    window.responseForm = { form, submitAs };

    document.addEventListener("click", (event) => {
      const again = event.target.closest("[data-action='regenerate']")?.closest("[data-run]");
      if (again && !("sending" in form.dataset)) {
        event.preventDefault();
        submitAs("again", again.dataset.run);
        return;
      }
      const example = event.target.closest("[data-example]");
      if (!example) return;
      set(input(), example.dataset.example);
      if (example.dataset.exampleTools) set(document.getElementById("id_tools"), JSON.stringify(JSON.parse(example.dataset.exampleTools), null, 2));
      input().focus();
    });

    form.addEventListener("htmx:configRequest", ({ detail }) => {
      if (detail.elt !== form) return;
      keeps = detail.formData.has("again") || detail.formData.has("continues");
      sent = input().value;
    });
    form.addEventListener("htmx:afterRequest", ({ detail }) => {
      if (detail.elt !== form || detail.xhr.status !== 200 || keeps) return;
      if (input().value === sent) set(input(), "");
      uploads.replaceChildren();
    });
    // Return in a parameter's box is not a wish to pay for a run; Ctrl+Enter is.
    form.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target.matches("input:not([type='submit'])") && !event.ctrlKey && !event.metaKey) event.preventDefault();
    });
  }
}
