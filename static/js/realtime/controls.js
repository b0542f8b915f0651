// The bar's buttons and keys: connect, mute, hold to talk, interrupt, end.
{
  const bar = document.querySelector(".realtime-bar");
  const hold = bar?.querySelector("[data-hold]");
  const mute = bar?.querySelector("[data-mute]");
  const typing = (target) => target.closest?.("input, textarea, select, button, summary, a, [contenteditable]");

  function toggleMute() {
    const on = mute.getAttribute("aria-pressed") !== "true";
    mute.setAttribute("aria-pressed", on);
    mute.querySelector("span").textContent = on ? "Muted" : "Mute";
    realtime.mute(on);
  }

  function talk(on) {
    hold.setAttribute("aria-pressed", on);
    hold.textContent = on ? "Listening" : "Hold to talk";
    realtime.hold(on);
  }

  const canHold = () => realtime.isOpen && realtime.isOff() && !hold.hidden;
  const showHold = () => {
    if (realtime.isOpen && !mute.hidden) hold.hidden = !realtime.isOff();
  };

  bar?.addEventListener("click", ({ target }) => {
    if (target.closest("[data-connect]")) realtime.connect(bar.querySelector("[data-with-microphone]").checked);
    else if (target.closest("[data-end]")) realtime.end();
    else if (target.closest("[data-mute]")) toggleMute();
    else if (target.closest("[data-interrupt]")) {
      realtime.silence();
      realtime.say({ type: "cancel" });
    }
  });

  if (bar) {
    hold.addEventListener("pointerdown", (event) => {
      if (!canHold()) return;
      hold.setPointerCapture(event.pointerId);
      talk(true);
    });
    for (const end of ["lostpointercapture", "pointercancel"]) hold.addEventListener(end, () => hold.getAttribute("aria-pressed") === "true" && talk(false));

    document.addEventListener("keydown", (event) => {
      if (event.repeat || event.ctrlKey || event.metaKey || event.altKey || !realtime.isOpen) return;
      const onHold = event.target === hold;
      if (typing(event.target) && !onHold) return;
      if (event.key === " " && canHold()) talk(true);
      else if (event.key.toLowerCase() === "m" && !mute.hidden && !onHold) toggleMute();
      else return;
      event.preventDefault();
    });
    document.addEventListener("keyup", (event) => {
      if (event.key === " " && hold.getAttribute("aria-pressed") === "true") talk(false);
    });
    document.addEventListener("realtime:phase", showHold);
    document.addEventListener("input", showHold);
    // The button that takes the place of the one that was pressed.
    document.addEventListener("realtime:phase", ({ detail }) => {
      if (detail === "open" && document.activeElement === document.body) bar.querySelector("[data-end].danger").focus({ preventScroll: true });
    });
  }

  document.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-connect-secret]");
    if (!button || !bar) return;
    document.querySelector("[data-earlier-secret]").value = button.dataset.connectSecret;
    realtime.connect(bar.querySelector("[data-with-microphone]").checked);
  });
  document.addEventListener("htmx:load", () => {
    for (const button of document.querySelectorAll("[data-connect-secret]")) button.hidden = !bar;
  });

  // The form's session, checked by the server, goes to the session that runs.
  document.addEventListener("realtime:update", ({ detail }) => realtime.say({ type: "update", session: detail.session }));
}
