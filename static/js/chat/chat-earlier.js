// Earlier messages of a long conversation come in pages at its top; what is being read stays where it is.
{
  const scroller = document.getElementById("transcript-scroll");
  const place = () => document.getElementById("earlier");
  const shown = () => place()?.dataset.reference ?? "";
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

  function put(element) {
    if (place() === element) return;
    place()?.remove();
    if (!element) return;
    conversation.transcript.prepend(element);
    htmx.process(element);
  }

  // For what stands for the messages before those of a stored page: puts it there, once the rows are there too.
  // Null where these messages are not kept any more.
  async function standing(reference) {
    const now = place();
    if (shown() === reference) return () => put(now);
    if (!reference) return () => put(null);
    const [run, count] = reference.split(":");
    const response = await fetch(`/chat/earlier/${run}/${count}/?rows=none`);
    if (!response.ok) return null;
    const holder = document.createElement("template");
    holder.innerHTML = await response.text();
    return () => put(holder.content.querySelector(".earlier"));
  }

  if (scroller && window.conversation) {
    window.earlierMessages = { all, standing, reference: shown };
    document.addEventListener("htmx:beforeSwap", (event) => event.detail.target.id === "earlier" && hold());
    document.addEventListener("htmx:afterSwap", () => anchor && release());
  }
}
