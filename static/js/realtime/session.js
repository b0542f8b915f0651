// One session of the page: from Connect to its end. The bar's `data-phase` says where it is: idle, busy, open.
{
  const form = document.querySelector("form[data-realtime]");
  const bar = document.querySelector(".realtime-bar");
  const notice = document.getElementById("realtime-notice");
  const chip = document.querySelector("[data-realtime-chip]");
  const WORDS = { idle: "", busy: "connecting", open: "connected" };
  const SLOW = "The network is too slow: some of your sound was left out.";

  let audio = null;
  let line = null;
  let item = null; // Whose voice comes now.
  let silenced = null; // Whose voice was interrupted: what still comes of it is not played.
  const told = new Set(); // Whose end was told: one that was heard to its end is interrupted no more.
  let isMuted = false;
  let isHeld = false;

  function phase(name) {
    form.dataset.phase = name;
    chip.textContent = WORDS[name];
    chip.hidden = !WORDS[name];
    for (const element of form.querySelectorAll(".in-idle, .in-busy, .in-open")) {
      const forMicrophone = element.classList.contains("for-mic") && !audio?.hasMicrophone;
      element.hidden = !element.classList.contains(`in-${name}`) || forMicrophone;
    }
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

  // While the talker holds the button only what is said meanwhile goes out; muted, silence does.
  function heard(pcm) {
    if (!line?.isOpen || form.dataset.phase !== "open") return;
    if (isOff() && !isHeld) return;
    if (!line.sound(isMuted ? new ArrayBuffer(pcm.byteLength) : pcm)) tell(SLOW);
  }

  const isOff = () => form.elements.turn_detection?.value.trim() === "null";
  const level = (side, loudness, waits) => document.dispatchEvent(new CustomEvent("realtime:level", { detail: { side, loudness, waits } }));

  async function silence() {
    if (!audio) return;
    silenced = item?.item_id ?? null;
    const { item: played, ms } = await audio.silence();
    if (!played || told.has(played.item_id)) return;
    told.add(played.item_id);
    line?.say({ type: "heard", item_id: played.item_id, content_index: played.content_index, audio_end_ms: ms });
  }

  const on = {
    ready: () => phase("open"),
    voice(message) {
      item = { item_id: message.item_id, content_index: message.content_index };
    },
    sound: (pcm) => item && item.item_id !== silenced && audio?.play(item, pcm),
    interrupt: silence,
    notice: ({ words }) => tell(words),
    updated() {
      document.getElementById("status").textContent = "Session updated";
    },
    trying: () => phase("busy"),
    closed(reason) {
      close();
      if (reason) tell(reason);
    },
  };

  function close() {
    audio?.close();
    audio = line = item = silenced = null;
    isHeld = false;
    phase("idle");
    label("Connect");
  }

  const label = (words) => { bar.querySelector("[data-connect-label]").textContent = words; };

  async function prepare(withMicrophone) {
    tell("");
    phase("busy");
    try {
      audio = await realtimeAudio.open(bar.dataset.worklet, withMicrophone, { heard, level });
      return true;
    } catch (error) {
      audio = null;
      phase("idle");
      if (!(error instanceof realtimeAudio.MicrophoneError)) throw error;
      tell(error.message, button("Connect without a microphone", () => connect(false)));
      return false;
    }
  }

  async function connect(withMicrophone) {
    const waiting = liveSocket();
    if (!(await prepare(withMicrophone))) return;
    if (waiting) start(waiting);
    else htmx.trigger(bar.querySelector("[data-connect]"), "realtime:connect");
  }

  // The session of a page that was loaded again while it went on.
  function liveSocket() {
    const place = document.querySelector("[data-session-socket]");
    const run = place && document.getElementById(`run-${place.dataset.sessionRun}`);
    return run?.matches("[data-status='queued'], [data-status='in_progress']") ? place.dataset.sessionSocket : "";
  }

  function start(path) {
    line = realtimeLine.open(path, on);
  }

  if (form) {
    document.addEventListener("DOMContentLoaded", () => {
      phase("idle");
      if (liveSocket()) label("Join again");
    });
    document.addEventListener("htmx:afterSwap", ({ detail }) => {
      if (detail.target.id !== "realtime-result") return;
      const path = liveSocket();
      if (path && audio && !line) start(path);
    });
    // A form that was refused, or an answer that never came.
    document.addEventListener("htmx:afterRequest", ({ detail }) => {
      if (!detail.elt.matches("[data-connect]")) return;
      document.querySelector("[data-earlier-secret]").value = "";
      if (detail.xhr.status !== 200) close();
    });
    // Its end was told by the run as well: an upstream that refused never opened the line.
    document.addEventListener("run:ended", ({ target }) => {
      if (line && target.closest?.("[data-run]")?.dataset.run === document.querySelector("[data-session-socket]")?.dataset.sessionRun) line.say({ type: "end" });
    });
  }

  window.realtime = {
    connect,
    silence,
    tell,
    say: (message) => line?.say(message),
    // What was not heard is no part of the conversation.
    async end() {
      if (audio && line?.isOpen) await silence();
      if (line?.isOpen) line.say({ type: "end" });
      else close();
    },
    mute(on) {
      isMuted = on;
    },
    hold(on) {
      if (isHeld === on) return;
      isHeld = on;
      if (on && item) silence();
      else if (!on) line?.say({ type: "commit" });
    },
    get isOpen() {
      return form?.dataset.phase === "open";
    },
    isOff,
  };
}
