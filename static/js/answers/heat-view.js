// An answer as text or as the probabilities of its tokens, fetched when they are first asked for.
{
  const choiceOf = (element) => element.closest(".choice, .item") || element.closest(".answer");

  function show(button) {
    const choice = choiceOf(button);
    const place = choice.querySelector(".heat-place");
    const heat = button.dataset.view === "heat";
    for (const other of choice.querySelectorAll("[data-view]")) other.setAttribute("aria-pressed", other === button);
    choice.toggleAttribute("data-heated", heat);
    place.hidden = !heat;
    if (heat && !place.childElementCount) htmx.ajax("GET", button.dataset.url, { target: place, swap: "innerHTML" });
  }

  function set(id, value) {
    const control = document.getElementById(id);
    if (!control) return false;
    if (control.type === "checkbox") control.checked = Boolean(value);
    else control.value = value;
    for (const name of ["input", "change"]) control.dispatchEvent(new Event(name, { bubbles: true }));
    return true;
  }

  function choose(name, value) {
    const field = document.querySelector(`#operation [data-param="${name}"]`);
    const radio = [...(field?.querySelectorAll("input[type='radio']") ?? [])].find((one) => one.value === value);
    if (radio) radio.click();
    else set(`id_${name}`, value);
  }

  function ask(button) {
    const chats = set("id_top_logprobs", "5");
    choose("logprobs", chats ? "true" : "5");
    const said = document.createElement("span");
    said.setAttribute("role", "status");
    said.className = "muted";
    said.textContent = "logprobs and top_logprobs are set: run again to see them.";
    button.replaceWith(said);
  }

  function goToField(name) {
    const field = document.querySelector(`#operation [data-param="${CSS.escape(name)}"]`);
    if (!field) return false;
    for (let fold = field.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    if (!field.checkVisibility()) document.getElementById("parameters").showPopover();
    field.scrollIntoView({ block: "center" });
    document.getElementById(`id_${name}`)?.focus();
    return true;
  }

  document.addEventListener("click", (event) => {
    const view = event.target.closest("[data-view]");
    if (view) return void show(view);
    const asking = event.target.closest("[data-action='ask-probabilities']");
    if (asking) return void ask(asking);
    const field = event.target.closest("a[data-field]");
    if (field && goToField(field.dataset.field)) event.preventDefault();
  });

  // A cited link in the text carries the number of its source.
  function number(list) {
    list.dataset.numbered = "";
    [...list.children].forEach((item, index) => {
      for (const link of choiceOf(list).querySelectorAll(".markdown a")) {
        if (link.getAttribute("href") !== item.dataset.source) continue;
        const mark = document.createElement("sup");
        mark.textContent = `[${index + 1}]`;
        link.after(mark);
      }
    });
  }

  const numberAll = () => document.querySelectorAll(".sources:not([data-numbered])").forEach(number);
  for (const name of ["run:ended", "htmx:afterSettle", "DOMContentLoaded"]) document.addEventListener(name, numberAll);
}
