// Recording from a microphone: level, pause, choice of input. Each second is kept at once: recovered.js offers it after a reload.
{
  const begin = document.querySelector("[data-record]");
  const panel = document.querySelector("[data-recorder]");
  const find = (selector) => panel.querySelector(selector);
  const store = window.recordingsStore;
  const KINDS = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];
  let recorder = null;
  let stream = null;
  let context = null;
  let seconds = 0;
  let since = 0;
  let keeping = Promise.resolve();

  const recorded = () => seconds + (since ? (performance.now() - since) / 1000 : 0);
  const complain = (text) => { document.querySelector("[data-recorder-error]").textContent = text; };

  const WHY = {
    NotAllowedError: "The browser does not let this page use the microphone: allow it beside the address.",
    NotFoundError: "No microphone was found: connect one.",
    NotReadableError: "Another program is using the microphone: close it first.",
  };

  function meter() {
    const analyser = context.createAnalyser();
    const samples = new Float32Array(analyser.fftSize);
    context.createMediaStreamSource(stream).connect(analyser);
    const mine = recorder;
    const show = () => {
      if (recorder !== mine) return;
      analyser.getFloatTimeDomainData(samples);
      const loudest = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
      find("[data-level]").value = mine.state === "recording" ? loudest : 0;
      find("[data-recorded]").textContent = store.time(recorded());
      requestAnimationFrame(show);
    };
    show();
  }

  async function inputs() {
    const list = find("[data-inputs]");
    const current = stream.getAudioTracks()[0].getSettings().deviceId;
    const devices = (await navigator.mediaDevices.enumerateDevices()).filter(({ kind }) => kind === "audioinput");
    list.replaceChildren(...devices.map(({ label, deviceId }, at) => new Option(label || `Microphone ${at + 1}`, deviceId, false, deviceId === current)));
    list.hidden = devices.length < 2;
  }

  async function open(deviceId) {
    stream = await navigator.mediaDevices.getUserMedia({ audio: deviceId ? { deviceId: { exact: deviceId } } : true });
    recorder = new MediaRecorder(stream, { mimeType: KINDS.find((kind) => MediaRecorder.isTypeSupported(kind)) });
    const mine = recorder;
    mine.addEventListener("dataavailable", ({ data }) => {
      if (data.size && !mine.dropped) keeping = keeping.then(() => store.add(data)).catch(() => complain("The browser cannot keep this recording: it would be lost by a reload."));
    });
    for (const track of stream.getTracks()) track.addEventListener("ended", () => recorder === mine && finish());
    context = new AudioContext();
    mine.start(store.PIECE);
    since = performance.now();
    meter();
  }

  async function start(deviceId) {
    complain("");
    begin.disabled = true;
    try {
      await store.clear();
      await open(deviceId);
    } catch (error) {
      begin.disabled = false;
      return complain(WHY[error.name] ?? `Recording did not start: ${error.message}`);
    }
    seconds = 0;
    document.querySelector("[data-recovered]").hidden = true;
    panel.hidden = false;
    await inputs();
    find("[data-finish]").focus();
  }

  async function ended(drop) {
    const mine = recorder;
    if (!mine) return false;
    mine.dropped = drop;
    recorder = null;
    seconds = since = 0;
    await new Promise((resolve) => {
      mine.addEventListener("stop", resolve, { once: true });
      if (mine.state === "inactive") resolve();
      else mine.stop();
    });
    for (const track of stream.getTracks()) track.stop();
    context.close();
    await keeping;
    panel.hidden = true;
    begin.disabled = false;
    find("[data-pause-label]").textContent = "Pause";
    find("[data-recorded]").textContent = store.time(0);
    return true;
  }

  async function finish() {
    if (!(await ended(false))) return;
    const file = await store.file();
    if (file) document.dispatchEvent(new CustomEvent("recording:made", { detail: file }));
    begin.focus();
  }

  async function discard() {
    await ended(true);
    await store.clear();
    begin.focus();
  }

  function pause() {
    const pausing = recorder.state === "recording";
    if (pausing) {
      seconds = recorded();
      since = 0;
      recorder.pause();
      recorder.requestData();
    } else {
      since = performance.now();
      recorder.resume();
    }
    find("[data-pause-label]").textContent = pausing ? "Go on" : "Pause";
  }

  if (begin && navigator.mediaDevices && window.MediaRecorder && window.indexedDB) {
    begin.hidden = false;
    begin.addEventListener("click", () => start());
    find("[data-finish]").addEventListener("click", finish);
    find("[data-discard]").addEventListener("click", discard);
    find("[data-pause]").addEventListener("click", pause);
    find("[data-inputs]").addEventListener("change", async ({ target }) => {
      // One recording is one file of one input.
      await discard();
      start(target.value);
    });
    addEventListener("pagehide", () => recorder?.state === "recording" && recorder.requestData());
  }
}
