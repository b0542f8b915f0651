// Once a run has ended, the line that says whether its answer, or a call's arguments, fit their schema is fetched.
{
  const LIVE = "[data-run]:is([data-status='queued'], [data-status='in_progress'])";

  async function load(place) {
    place.dataset.asked = "";
    const response = await fetch(place.dataset.fit).catch(() => null);
    if (response?.status === 200) place.innerHTML = await response.text();
  }

  function show() {
    for (const place of document.querySelectorAll("[data-fit]:not([data-asked])")) {
      if (!place.closest(LIVE)) load(place);
    }
  }

  document.addEventListener("run:ended", show);
  document.addEventListener("conversation:changed", show);
  document.addEventListener("htmx:afterSettle", show);
  document.addEventListener("DOMContentLoaded", show);
}
