// The editor of one tool or schema, and the library to choose from, in a dialog over the page. What comes of it is JSON.
{
  let done = () => {};

  function dialog() {
    const found = document.getElementById("definition");
    if (found) return found;
    const made = document.createElement("dialog");
    made.id = "definition";
    made.className = "dialog wide";
    made.dataset.opens = "";
    made.setAttribute("aria-labelledby", "definition-title");
    document.body.append(made);
    return made;
  }

  const wireOf = (element) => JSON.parse(element.textContent);

  window.definitions = {
    edit(url, kind, source, then) {
      done = then;
      htmx.ajax("POST", url, { target: dialog(), values: { kind, source: source ? JSON.stringify(source) : "" } });
    },
    choose(url, then) {
      done = then;
      htmx.ajax("GET", url, { target: dialog() });
    },
  };

  const finish = (wire) => {
    dialog().close();
    done(wire);
  };

  document.addEventListener("htmx:afterSwap", ({ target }) => {
    const made = target.matches("#definition") && target.querySelector("#definition-made");
    if (made) finish(wireOf(made));
  });
  document.addEventListener("click", ({ target }) => {
    const choice = target.closest("[data-choose-definition]");
    if (choice) finish(wireOf(choice.parentElement.querySelector("script")));
  });
}
