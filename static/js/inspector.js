// The inspector under the page: a tab opens it, the same tab closes it, and it follows the run on screen.
{
  const HEIGHT = "inspector-height";
  // A run that is over sooner is followed once, when its text is there.
  const LATER = 500;
  let soon = 0;
  const inspector = () => document.getElementById("inspector");
  const panel = () => document.getElementById("inspector-panel");
  const tabs = () => [...document.querySelectorAll("#inspector a[role='tab']")];
  const openTab = () => tabs().find((tab) => tab.getAttribute("aria-selected") === "true");

  function show(tab) {
    for (const other of tabs()) {
      other.setAttribute("aria-selected", other === tab);
      other.tabIndex = other === tab ? 0 : -1;
    }
    panel().replaceChildren();
    panel().setAttribute("aria-labelledby", tab.id);
    panel().hidden = false;
    inspector().querySelector("[data-close-inspector]").hidden = false;
    showGrip();
    tab.scrollIntoView({ block: "nearest", inline: "nearest" });
    htmx.trigger(tab, "inspector:show");
  }

  function close() {
    const tab = openTab();
    tab?.setAttribute("aria-selected", "false");
    panel().hidden = true;
    panel().replaceChildren();
    inspector().querySelector("[data-close-inspector]").hidden = true;
    showGrip();
    tab?.focus();
  }

  function follow(uuid) {
    clearTimeout(soon);
    const section = inspector();
    if (!section || !uuid) return;
    // Open without a tab: it shows the form's code (get-code.js), which is now the run's.
    const open = openTab()?.dataset.tab ?? (panel().hidden ? "" : "code");
    htmx.ajax("GET", `${section.dataset.base}${uuid}/inspector/?open=${open}`, { target: "#inspector", swap: "outerHTML", source: section });
  }

  function prepare() {
    const grip = inspector()?.querySelector(".inspector-grip");
    if (!grip) return;
    const height = Number(localStorage.getItem(HEIGHT));
    if (height) resize(height);
    showGrip();
  }

  // A panel that is closed has no height to change.
  function showGrip() {
    const grip = inspector()?.querySelector(".inspector-grip");
    if (!grip) return;
    grip.hidden = panel().hidden;
    if (!grip.hidden) grip.setAttribute("aria-valuenow", panel().offsetHeight);
  }

  function resize(height) {
    const kept = Math.round(Math.min(Math.max(height, 80), innerHeight * 0.75));
    // Not on the inspector itself: each run brings a new one.
    document.documentElement.style.setProperty("--inspector-height", `${kept}px`);
    inspector().querySelector(".inspector-grip").setAttribute("aria-valuenow", kept);
    localStorage.setItem(HEIGHT, kept);
  }

  document.addEventListener("click", (event) => {
    const tab = event.target.closest("#inspector a[role='tab']");
    if (tab && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      if (tab === openTab()) close();
      else show(tab);
    } else if (event.target.closest("[data-close-inspector]")) {
      close();
    }
  });

  document.addEventListener("keydown", (event) => {
    const tab = event.target.closest("#inspector a[role='tab']");
    const grip = event.target.closest(".inspector-grip");
    if (grip && ["ArrowUp", "ArrowDown"].includes(event.key)) {
      event.preventDefault();
      resize(panel().offsetHeight + (event.key === "ArrowUp" ? 40 : -40));
    } else if (event.key === "Escape" && event.target.closest("#inspector") && openTab()) {
      event.preventDefault();
      event.stopImmediatePropagation();
      close();
    } else if (tab) {
      const all = tabs();
      const at = all.indexOf(tab);
      const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key];
      if (event.key === " ") tab.click();
      else if (to === undefined) return;
      else all[(to + all.length) % all.length].focus();
      event.preventDefault();
    }
  }, true);

  document.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest(".inspector-grip");
    if (!grip || panel().hidden) return;
    event.preventDefault();
    grip.setPointerCapture(event.pointerId);
    const from = event.clientY + panel().offsetHeight;
    const move = (moved) => resize(from - moved.clientY);
    grip.addEventListener("pointermove", move);
    grip.addEventListener("lostpointercapture", () => grip.removeEventListener("pointermove", move), { once: true });
  });

  document.addEventListener("htmx:afterSwap", showGrip);
  document.addEventListener("run:ended", (event) => follow(event.target.closest("[data-run]")?.dataset.run));

  document.addEventListener("htmx:load", (event) => {
    prepare();
    const run = event.target.closest?.("[data-run]") || [...(event.target.querySelectorAll?.("[data-run]") ?? [])].at(-1);
    const section = inspector();
    if (!run || !section || run.dataset.run === section.dataset.shown) return;
    section.dataset.shown = run.dataset.run; // At once: every frame of a live run asks, and only the first counts.
    clearTimeout(soon);
    soon = setTimeout(follow, run.hasAttribute("ws-connect") ? LATER : 0, run.dataset.run);
  });
}
