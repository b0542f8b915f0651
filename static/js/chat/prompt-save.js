// A form with data-collects sends the chat's whole form along: the conversation is collected before. A name is asked for where one is needed.
{
  document.addEventListener("submit", (event) => event.target.matches("form[data-collects]") && window.conversation?.collect(), true);

  const mirror = (root) => {
    const choice = root.querySelector?.("#id_save-prompt");
    if (choice) choice.form.querySelector(".save-name").hidden = choice.value !== "";
  };
  document.addEventListener("change", ({ target }) => target.id === "id_save-prompt" && mirror(target.form));
  document.addEventListener("htmx:afterSwap", ({ target }) => mirror(target));
}
