// The flight recorder stands beside the conversation, where there is room for it, and keeps to its newest row.
{
  const place = document.querySelector("[data-recorder-place]");

  function move() {
    const recorder = document.querySelector("#realtime-result [data-recorder]");
    if (recorder && place) place.replaceChildren(recorder);
  }

  if (place) {
    move();
    document.addEventListener("htmx:load", move);
    new MutationObserver(() => {
      const rows = place.querySelector(".recorder-rows");
      if (!rows) return;
      const isNear = rows.scrollHeight - rows.scrollTop - rows.clientHeight < 160;
      if (isNear) rows.scrollTop = rows.scrollHeight;
    }).observe(place, { childList: true, subtree: true });

    const main = document.getElementById("main");
    new MutationObserver(() => {
      if (main.scrollHeight - main.scrollTop - main.clientHeight < 240) main.scrollTop = main.scrollHeight;
    }).observe(document.getElementById("realtime-result"), { childList: true, subtree: true });
  }
}
