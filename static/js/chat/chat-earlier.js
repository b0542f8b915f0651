// Earlier messages of a long conversation come in pages at its top; what is being read stays where it is.
{
  const scroller = document.getElementById("transcript-scroll");
  const place = () => document.getElementById("earlier");
  const waiting = () => Number(place()?.dataset.count ?? 0) > 0;
  let anchor = null;

  function hold() {
    const row = conversation.elements()[0];
    anchor = row && { row, top: row.getBoundingClientRect().top };
  }

  function release() {
    if (!anchor) return;
    scroller.scrollTop += anchor.row.getBoundingClientRect().top - anchor.top;
    anchor = null;
    conversation.changed();
  }

  // All of them at once, for who wants to see or to edit the whole as JSON.
  async function all() {
    if (!waiting()) return;
    const response = await fetch(`${place().querySelector("button").getAttribute("hx-get")}?rows=all`);
    if (!response.ok) return;
    hold();
    const holder = document.createElement("template");
    holder.innerHTML = await response.text();
    place().replaceWith(holder.content);
    release();
  }

  // What stands for the messages before those that a stored page had.
  async function stand(reference) {
    if ((place()?.querySelector("input")?.value ?? "") === reference) return;
    const [run, count] = reference.split(":");
    const response = reference && (await fetch(`/chat/earlier/${run}/${count}/?rows=none`));
    if (reference && !response.ok) return;
    place()?.remove();
    if (!reference) return;
    conversation.transcript.insertAdjacentHTML("afterbegin", await response.text());
    htmx.process(place());
  }

  if (scroller && window.conversation) {
    window.earlierMessages = { all, stand, reference: () => place()?.querySelector("input")?.value ?? "" };
    document.addEventListener("htmx:beforeSwap", (event) => event.detail.target.id === "earlier" && hold());
    document.addEventListener("htmx:afterSwap", () => anchor && release());
  }
}
