// The socket of a session. A broken one is opened again while the server still holds the session.
{
  const PAUSES = [300, 1000, 2000, 4000, 8000];
  const AGAIN = [1006, 1011, 1012, 1013];
  const LOST = "The connection to the playground was lost. What was said until then is kept; the session ends by itself when no page comes back to it.";
  const REASONS = { 4403: "This page may not open the session: its address is not the playground's.", 4404: "The session is not here.", 4410: "" };
  // More than this unsent: sound that comes too late is worth nothing.
  const MOST_UNSENT = 256 * 1024;
  const MOST_UNREPORTED = 2000;

  // `on` has sound, trying, closed, and what else the server tells by its type.
  function open(path, on) {
    let socket = null;
    let failures = 0;
    let over = false;
    let unreported = [];

    function connect() {
      socket = new WebSocket(`${location.protocol.replace("http", "ws")}//${location.host}${path}`);
      socket.binaryType = "arraybuffer";
      socket.onmessage = ({ data }) => {
        if (data instanceof ArrayBuffer) return on.sound(data);
        const message = JSON.parse(data);
        if (message.type === "ready") {
          failures = 0;
          for (const report of unreported.splice(0)) say(report);
        }
        if (message.type === "ended") over = true;
        on[message.type]?.(message);
      };
      socket.onclose = ({ code, reason }) => {
        if (over || !AGAIN.includes(code)) return on.closed(over ? "" : REASONS[code] ?? reason);
        if (failures >= PAUSES.length) return on.closed(LOST);
        on.trying();
        setTimeout(connect, PAUSES[failures]);
        failures += 1;
      };
    }

    function say(message) {
      if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
    }

    connect();
    return {
      get isOpen() {
        return socket.readyState === WebSocket.OPEN;
      },
      say,
      // What must arrive: it waits while the socket is broken.
      report(message) {
        if (socket.readyState === WebSocket.OPEN) say(message);
        else unreported = [...unreported, message].slice(-MOST_UNREPORTED);
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
