// A live run sits on a socket. Its last frame brings the final state: the socket is closed for good and the page told.
// Where sockets do not get through, the run's fragment is fetched every second instead, and the page says so.
{
  const LIVE = "[data-run]:is([data-status='queued'], [data-status='in_progress'])";
  const WORDS = { completed: "Complete", failed: "Failed", cancelled: "Stopped", interrupted: "Interrupted" };
  const RECONNECTS_BY_ITSELF = [1006, 1011, 1012, 1013];
  const ATTEMPTS = 3;
  // The server says something every ten seconds (runs/consumers.py): a socket that says nothing for twice as long is dead.
  const SILENCE = 20_000;
  const SILENT = 4000;
  const OPENING = 5000;
  const sockets = new WeakMap();
  const failures = new WeakMap();
  const heard = new WeakMap();
  const polled = new WeakSet();
  const isLive = (run) => run.isConnected && run.matches(LIVE);
  const stateOf = (run) => document.getElementById(`${run.id}-state`);

  function announce(words) {
    const status = document.getElementById("status");
    if (status && status.textContent !== words) status.textContent = words;
  }

  function sync() {
    const form = document.getElementById("operation");
    const live = document.querySelector(LIVE) !== null || (form !== null && "sending" in form.dataset);
    const transcript = document.getElementById("transcript");
    if (form && live !== ("live" in form.dataset)) form.toggleAttribute("data-live", live);
    if (transcript) transcript.setAttribute("aria-busy", live);
    // A page whose runs are something else says itself what goes on.
    const words = form?.dataset.liveWords ?? "Generating";
    if (live && words) announce(words);
    else if (words && document.getElementById("status")?.textContent === words) announce("");
  }

  function hint(run, words) {
    let note = run.querySelector(".run-hint");
    if (!words) return void note?.remove();
    if (!note) {
      note = document.createElement("p");
      note.className = "run-hint";
      (run.querySelector(".answer") || run).append(note);
    }
    note.textContent = words;
  }

  function settle(run) {
    const state = stateOf(run);
    const status = state?.dataset.status;
    if (!status || !(status in WORDS)) return;
    run.dataset.status = status;
    run.removeAttribute("ws-connect");
    run.removeAttribute("aria-busy");
    sockets.get(run)?.close(1000);
    hint(run, "");
    const tokens = state.dataset.tokens;
    sync();
    announce(tokens ? `${WORDS[status]}, ${tokens} tokens` : WORDS[status]);
    run.dispatchEvent(new CustomEvent("run:ended", { bubbles: true }));
    window.conversation?.changed();
  }

  async function poll(run) {
    const response = await fetch(`/history/${run.dataset.run}/fragment/`).catch(() => null);
    if (!isLive(run) || !polled.has(run)) return;
    if (response?.status === 404) return void hint(run, "This run was deleted.");
    let current = run;
    if (response?.ok) {
      // Without ws-connect: the socket was given up, another attempt would only flicker.
      const html = (await response.text()).replace(/ ws-connect="[^"]*"/g, "");
      const holder = document.createElement("template");
      holder.innerHTML = html;
      current = holder.content.querySelector("[data-run]");
      run.replaceWith(current);
      settle(current);
    }
    if (!isLive(current)) return void (current.matches(LIVE) || settle(current));
    hint(current, "No live connection here: asking for the text every second.");
    polled.add(current);
    setTimeout(poll, 1000, current);
  }

  function giveUp(run) {
    if (polled.has(run)) return;
    polled.add(run);
    poll(run);
  }

  // A browser waits for minutes until a server has opened a socket, or has not.
  htmx.createWebSocket = (url) => {
    const socket = new WebSocket(url);
    setTimeout(() => socket.readyState === WebSocket.CONNECTING && socket.close(), OPENING);
    return socket;
  };

  // A network that is lost without a word closes no socket, and neither does a machine that slept.
  setInterval(() => {
    for (const run of document.querySelectorAll(LIVE)) {
      const socket = sockets.get(run);
      if (socket?.readyState === WebSocket.OPEN && Date.now() - heard.get(run) > SILENCE) socket.close(SILENT);
    }
  }, 2000);

  document.addEventListener("htmx:wsOpen", (event) => {
    const run = event.target.closest("[data-run]");
    if (!run) return;
    sockets.set(run, event.detail.event.target);
    heard.set(run, Date.now());
    polled.delete(run);
    hint(run, "");
    if (!isLive(run)) settle(run);
  });

  document.addEventListener("htmx:wsClose", (event) => {
    const run = event.target.closest("[data-run]");
    if (!run || !isLive(run)) return;
    const failed = (failures.get(run) ?? 0) + 1;
    failures.set(run, failed);
    const { code } = event.detail.event;
    if (failed >= ATTEMPTS || (code >= 4400 && code < 4500)) return void giveUp(run);
    hint(run, "Reconnecting");
    if (!RECONNECTS_BY_ITSELF.includes(code)) setTimeout(() => isLive(run) && event.detail.socketWrapper.reconnect(), 500);
  });

  document.addEventListener("htmx:wsAfterMessage", (event) => {
    const run = event.target.closest("[data-run]");
    if (!run || !isLive(run)) return;
    heard.set(run, Date.now());
    // Not when it opened: one that opens and says nothing is no connection either.
    failures.set(run, 0);
    if (!event.detail.message.trim()) return;
    // The page was answered before the engine took the run; what comes by the socket comes from the engine.
    if (run.dataset.status === "queued") run.dataset.status = "in_progress";
    settle(run);
  });

  // A run begins for the page when its form leaves, not when the answer comes: until then it can be stopped as well.
  const sending = (on) => ({ target, detail }) => {
    if (detail.elt !== target || target.id !== "operation") return;
    target.toggleAttribute("data-sending", on);
    sync();
  };
  document.addEventListener("htmx:beforeSend", sending(true));
  document.addEventListener("htmx:afterRequest", sending(false));
  document.addEventListener("htmx:load", sync);
  sync();
}
