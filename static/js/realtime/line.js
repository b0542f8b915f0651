// The socket of a session. A broken one is opened again while the server still holds the session.
{
  const PAUSES = [300, 1000, 2000, 4000, 8000];
  const AGAIN = [1006, 1011, 1012, 1013];
  const REASONS = { 4403: "This page may not open the session: its address is not the playground's.", 4404: "The session is not here.", 4410: "" };
  // More than this unsent: sound that comes too late is worth nothing.
  const MOST_UNSENT = 256 * 1024;

  // `on` has ready, voice, interrupt, updated, notice, ended, sound, trying, closed.
  function open(path, on) {
    let socket = null;
    let failures = 0;
    let over = false;

    function connect() {
      socket = new WebSocket(`${location.protocol.replace("http", "ws")}//${location.host}${path}`);
      socket.binaryType = "arraybuffer";
      socket.onmessage = ({ data }) => {
        if (data instanceof ArrayBuffer) return on.sound(data);
        const message = JSON.parse(data);
        if (message.type === "ready") failures = 0;
        if (message.type === "ended") over = true;
        on[message.type]?.(message);
      };
      socket.onclose = ({ code, reason }) => {
        if (over || !AGAIN.includes(code) || failures >= PAUSES.length) return on.closed(over ? "" : REASONS[code] ?? reason);
        on.trying();
        setTimeout(connect, PAUSES[failures]);
        failures += 1;
      };
    }

    connect();
    return {
      get isOpen() {
        return socket.readyState === WebSocket.OPEN;
      },
      say(message) {
        if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
      },
      // False when the network is too slow for it.
      sound(pcm) {
        if (socket.readyState !== WebSocket.OPEN) return true;
        if (socket.bufferedAmount > MOST_UNSENT) return false;
        socket.send(pcm);
        return true;
      },
    };
  }

  window.realtimeLine = { open };
}
