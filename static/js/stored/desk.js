// The desk's small things: a choice that sends its form, Get code, the filters as they are now for a view or one more pair.
{
  // An open completion has the query of the list beside it in its address.
  const filters = () => {
    const here = new URLSearchParams(location.search);
    return here.has("list") ? new URLSearchParams(here.get("list")) : here;
  };

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-submits]")) event.target.form.requestSubmit();
  });

  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-open-code]")) return;
    const fold = [...document.querySelectorAll(".list-pane > .read > details")].at(-1);
    fold.open = true;
    fold.scrollIntoView({ block: "start" });
    fold.querySelector("summary").focus();
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("[data-save-view]")) form.elements.query.value = filters();
    if (!form.matches("[data-adds-pair]")) return;
    event.preventDefault();
    const query = filters();
    query.delete("before");
    const key = form.elements.metadata_key.value.trim();
    if (key) query.set(`metadata[${key}]`, form.elements.metadata_value.value);
    location.assign(`${form.getAttribute("action")}?${query}`);
  });
}
