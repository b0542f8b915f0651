// What the page shows of its session: the phase it is in (idle, busy, open) on the form, the clock, and notices.
{
  const form = document.querySelector("form[data-realtime]");
  const notice = document.getElementById("realtime-notice");
  const chip = document.querySelector("[data-realtime-chip]");
  const WORDS = { idle: "", busy: "connecting", open: "connected" };
  const STATUS = { busy: "Connecting", open: "Connected" };
  let opened = 0;
  let clock = 0;

  function tick() {
    const seconds = Math.floor((performance.now() - opened) / 1000);
    chip.textContent = `${WORDS.open} ${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  }

  const status = (words) => { document.getElementById("status").textContent = words; };

  // `hasMicrophone` decides whether its buttons are shown.
  function phase(name, hasMicrophone) {
    const before = form.dataset.phase;
    form.dataset.phase = name;
    chip.textContent = WORDS[name];
    chip.hidden = !WORDS[name];
    clearInterval(clock);
    if (name === "open") {
      if (before === "idle" || !opened) opened = performance.now();
      clock = setInterval(tick, 1000);
    } else if (name === "idle") opened = 0;
    for (const element of form.querySelectorAll(".in-idle, .in-busy, .in-open")) {
      const forMicrophone = element.classList.contains("for-mic") && !hasMicrophone;
      element.hidden = !element.classList.contains(`in-${name}`) || forMicrophone;
    }
    if (STATUS[name]) status(STATUS[name]);
    document.dispatchEvent(new CustomEvent("realtime:phase", { detail: name }));
  }

  function tell(words, ...buttons) {
    notice.replaceChildren();
    if (!words) return;
    const text = document.createElement("p");
    text.textContent = words;
    notice.append(text, ...buttons);
  }

  function button(words, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button small";
    made.textContent = words;
    made.addEventListener("click", act);
    return made;
  }

  // The session of this page that is under way: the path of its socket.
  function liveSocket() {
    const place = document.querySelector("[data-session-socket]");
    const run = place && document.getElementById(`run-${place.dataset.sessionRun}`);
    return run?.matches("[data-status='queued'], [data-status='in_progress']") ? place.dataset.sessionSocket : "";
  }

  // What Connect does now.
  const offer = () => label(liveSocket() ? "Join again" : "Connect");
  const label = (words) => { document.querySelector("[data-connect-label]").textContent = words; };

  // A way that this connection does not have may have been kept from another one.
  document.addEventListener("input", ({ target }) => {
    if (target.name === "way" && target.checked && target.disabled) form.querySelector("[name='way'][value='server']").checked = true;
  });

  window.realtimeStage = { phase, status, tell, button, label, offer, liveSocket };
}
