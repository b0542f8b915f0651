// Microphone in, voice out, each by a worklet. What it cannot have it says in words that lead on.
{
  const WAYS_OUT = {
    NotAllowedError: "The browser was not allowed to use the microphone. Allow it for this site, beside the address, and connect again; or go on without one and type.",
    NotFoundError: "No microphone was found. Plug one in and connect again, or go on without one and type.",
    NotReadableError: "The microphone is in use by another program. Close that and connect again, or go on without one and type.",
  };
  const INSECURE = "Browsers give a microphone only to pages over HTTPS or on localhost. Open this page that way, or go on without one and type.";
  const WANTED = { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true };

  class MicrophoneError extends Error {}

  async function microphone() {
    if (!window.isSecureContext || !navigator.mediaDevices?.getUserMedia) throw new MicrophoneError(INSECURE);
    try {
      return await navigator.mediaDevices.getUserMedia({ audio: WANTED });
    } catch (error) {
      throw new MicrophoneError(WAYS_OUT[error.name] ?? `The microphone could not be opened: ${error.message}`);
    }
  }

  // `heard(pcm)` gets what the microphone hears, `level(side, loudness)` what the lanes draw. Call it in a click.
  async function open(worklet, withMicrophone, { heard, level }) {
    const context = new AudioContext({ latencyHint: "interactive" });
    let stream = null;
    try {
      stream = withMicrophone ? await microphone() : null;
      await context.resume();
      // Without a secure context there are no worklets either; a session in writing needs none.
      if (!context.audioWorklet) return silent(context);
      await context.audioWorklet.addModule(worklet);
    } catch (error) {
      for (const track of stream?.getTracks() ?? []) track.stop();
      await context.close();
      throw error;
    }

    const voice = new AudioWorkletNode(context, "voice", { numberOfInputs: 0, outputChannelCount: [1] });
    voice.connect(context.destination);
    const asked = [];
    voice.port.onmessage = ({ data }) => (data.heard ? asked.shift()?.(data.heard) : level("model", data.level, data.waits));

    function tap(source, side, took) {
      const node = new AudioWorkletNode(context, "microphone", { channelCount: 1, channelCountMode: "explicit" });
      node.port.onmessage = ({ data }) => {
        level(side, data.level);
        took(data.pcm);
      };
      // It gives out nothing, and works only on the way to somewhere.
      context.createMediaStreamSource(source).connect(node).connect(context.destination);
    }
    if (stream) tap(stream, "you", heard);

    return {
      stream,
      hasMicrophone: stream !== null,
      // A voice that another plays: its lane then shows this one.
      tap(voices, took) {
        voice.disconnect();
        tap(voices, "model", took);
      },
      play: (item, buffer) => voice.port.postMessage({ item, pcm: new Int16Array(buffer) }),
      silence: () => new Promise((resolve) => {
        asked.push(resolve);
        voice.port.postMessage({});
      }),
      close() {
        for (const track of stream?.getTracks() ?? []) track.stop();
        context.close();
      },
    };
  }

  const silent = (context) => ({
    stream: null,
    hasMicrophone: false,
    tap() {},
    play() {},
    silence: async () => ({ unheard: false }),
    close: () => context.close(),
  });

  window.realtimeAudio = { open, MicrophoneError };
}
