// One session of the page: from Connect to its end. Its sound goes through the line, or past it in a call.
{
  const form = document.querySelector("form[data-realtime]");
  const bar = document.querySelector(".realtime-bar");
  const SLOW = "The network is too slow: some of your sound was left out.";
  const TOO_LARGE = "This is too large for WebRTC's data channel and was not sent. Use a smaller picture, or connect through this server.";

  let audio = null;
  let line = null;
  let call = null;
  let item = null; // Whose voice comes now.
  let silenced = null; // Whose voice was interrupted: what still comes of it is not played.
  const told = new Set(); // Whose end was told: one that was heard to its end is interrupted no more.
  let isMuted = false;
  let isHeld = false;

  const phase = (name) => realtimeStage.phase(name, audio?.hasMicrophone);
  const isOff = () => form.elements.turn_detection?.value.trim() === "null";
  const isCall = () => document.querySelector("[data-session-way]")?.dataset.sessionWay === "webrtc";
  function level(side, loudness, waits) {
    // A voice comes faster than it is played: the server has long sent all of what still sounds.
    if (side === "model") form.toggleAttribute("data-sounding", waits === true);
    document.dispatchEvent(new CustomEvent("realtime:level", { detail: { side, loudness } }));
  }

  // While the talker holds the button only what is said meanwhile goes out; muted, silence does.
  function heard(pcm) {
    if (!line?.isOpen || form.dataset.phase !== "open") return;
    if (isOff() && !isHeld) return;
    const sound = isMuted ? new ArrayBuffer(pcm.byteLength) : pcm;
    if (!line.sound(call ? realtimeCall.copyOf("you", sound) : sound)) realtimeStage.tell(SLOW);
  }

  const listen = () => call?.microphone(!isMuted && (isHeld || !isOff()));

  async function silence() {
    call?.hush(true);
    if (!audio || call) return;
    silenced = item?.item_id ?? null;
    const { item: played, ms } = await audio.silence();
    if (!played || told.has(played.item_id)) return;
    told.add(played.item_id);
    line?.say({ type: "heard", item_id: played.item_id, content_index: played.content_index, audio_end_ms: ms });
  }

  async function dial() {
    call?.close();
    const made = await realtimeCall.open(audio.stream, {
      opened: () => line?.say({ type: "channel", state: "open" }),
      received: (event) => line?.report({ type: "received", event }),
      voice: (stream) => audio?.tap(stream, (pcm) => line?.sound(realtimeCall.copyOf("model", pcm))),
      closed: () => line?.report({ type: "channel", state: "closed" }),
    });
    if (!line) return made.close();
    call = made;
    listen();
    line.say({ type: "offer", sdp: call.offer });
  }

  const on = {
    // A page that was loaded again has lost the call it had.
    ready: () => (isCall() && !call ? line.say({ type: "channel", state: "closed" }) : phase("open")),
    call: dial,
    answer: ({ sdp }) => call?.answer(sdp),
    relay: ({ event }) => call?.relay(event) || realtimeStage.tell(TOO_LARGE),
    answering: () => call?.hush(false),
    voice: ({ item_id, content_index }) => { item = { item_id, content_index }; },
    sound: (pcm) => item && item.item_id !== silenced && audio?.play(item, pcm),
    interrupt: silence,
    notice: ({ words }) => realtimeStage.tell(words),
    updated: () => realtimeStage.status("Session updated"),
    trying: () => phase("busy"),
    closed(reason) {
      close();
      if (!reason) return;
      realtimeStage.tell(reason);
      realtimeStage.offer();
    },
  };

  function close() {
    call?.close();
    audio?.close();
    audio = line = call = item = silenced = null;
    isHeld = false;
    form.removeAttribute("data-sounding");
    phase("idle");
    realtimeStage.label("Connect");
  }

  async function prepare(withMicrophone) {
    realtimeStage.tell("");
    phase("busy");
    try {
      const opened = await realtimeAudio.open(bar.dataset.worklet, withMicrophone, { heard, level });
      if (form.dataset.phase === "busy") audio = opened;
      else opened.close();
      return audio === opened;
    } catch (error) {
      audio = null;
      phase("idle");
      if (!(error instanceof realtimeAudio.MicrophoneError)) throw error;
      realtimeStage.tell(error.message, realtimeStage.button("Connect without a microphone", () => connect(false)));
      return false;
    }
  }

  async function connect(withMicrophone) {
    const waiting = realtimeStage.liveSocket();
    if (!(await prepare(withMicrophone))) return;
    if (waiting) start(waiting);
    else htmx.trigger(bar.querySelector("[data-connect]"), "realtime:connect");
  }

  const start = (path) => { line = realtimeLine.open(path, on); };

  // What was not heard is no part of the conversation.
  async function end() {
    if (audio && line?.isOpen && !call) await silence();
    if (line?.isOpen) return line.say({ type: "end" });
    htmx.trigger(bar.querySelector("[data-connect]"), "htmx:abort");
    close();
  }

  window.realtime = {
    connect,
    start,
    silence,
    end,
    close,
    isOff,
    tell: (...told) => realtimeStage.tell(...told),
    say: (message) => line?.say(message),
    mute(on) {
      isMuted = on;
      listen();
    },
    hold(on) {
      if (isHeld === on) return;
      isHeld = on;
      // Over WebRTC silence has gone out until now.
      if (on && call) line?.say({ type: "clear" });
      else if (!on) line?.say({ type: "commit" });
      listen();
      if (on && (item || call)) silence();
    },
    get isOpen() {
      return form?.dataset.phase === "open";
    },
    get isCall() {
      return call !== null;
    },
    // Connect was pressed, and its session is not there yet.
    get isPrepared() {
      return audio !== null && line === null;
    },
  };
}
