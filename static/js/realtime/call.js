// A call over WebRTC: its sound goes straight between this page and the provider, its events by the data channel.
{
  const GATHERED = 2000;
  const SIDES = ["you", "model"];

  // Offers carry all ways to reach this page: there is no second message for more of them.
  const gathered = (peer) => new Promise((resolve) => {
    if (peer.iceGatheringState === "complete") return resolve();
    setTimeout(resolve, GATHERED);
    peer.addEventListener("icegatheringstatechange", () => peer.iceGatheringState === "complete" && resolve());
  });

  // `on` has opened, received(text), voice(stream), closed. Without a microphone's `stream` it only listens.
  async function open(stream, on) {
    const peer = new RTCPeerConnection();
    const channel = peer.createDataChannel("oai-events");
    const voice = new Audio();
    voice.autoplay = true;
    const [track] = stream?.getAudioTracks() ?? [];
    if (track) peer.addTrack(track, stream);
    else peer.addTransceiver("audio", { direction: "recvonly" });

    let isOver = false;
    function over() {
      if (!isOver) on.closed();
      isOver = true;
    }
    peer.ontrack = ({ streams, track: came }) => {
      voice.srcObject = streams[0] ?? new MediaStream([came]);
      on.voice(voice.srcObject);
    };
    peer.onconnectionstatechange = () => ["failed", "closed"].includes(peer.connectionState) && over();
    channel.onopen = on.opened;
    channel.onclose = over;
    channel.onmessage = ({ data }) => on.received(data);
    await peer.setLocalDescription();
    await gathered(peer);

    return {
      offer: peer.localDescription.sdp,
      answer: (sdp) => peer.setRemoteDescription({ type: "answer", sdp }).catch(over),
      // False when it cannot be sent: a channel takes no more than so much at once.
      relay(event) {
        if (channel.readyState !== "open" || new Blob([event]).size > peer.sctp.maxMessageSize) return false;
        channel.send(event);
        return true;
      },
      // What the provider still sends of a voice that was interrupted is not played.
      hush(on) {
        voice.muted = on;
      },
      microphone(on) {
        if (track) track.enabled = on;
      },
      close() {
        isOver = true;
        voice.srcObject = null;
        peer.close();
      },
    };
  }

  // A copy of one side's sound for the recording: its first sample says whose it is.
  function copyOf(side, pcm) {
    const made = new Int16Array(pcm.byteLength / 2 + 1);
    made[0] = SIDES.indexOf(side);
    made.set(new Int16Array(pcm), 1);
    return made.buffer;
  }

  window.realtimeCall = { open, copyOf };
}
