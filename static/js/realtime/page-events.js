// What happens on the page and concerns its session: an answer that brings one, a run that ends, a page that is left.
{
  if (document.querySelector("form[data-realtime]")) {
    document.addEventListener("DOMContentLoaded", () => {
      realtimeStage.phase("idle");
      realtimeStage.offer();
    });
    document.addEventListener("htmx:afterSwap", ({ detail }) => {
      if (detail.target.id !== "realtime-result") return;
      const path = realtimeStage.liveSocket();
      if (path && realtime.isPrepared) realtime.start(path);
    });
    // A form that was refused, or an answer that never came.
    document.addEventListener("htmx:afterRequest", ({ detail }) => {
      if (!detail.elt.matches("[data-connect]")) return;
      document.querySelector("[data-earlier-secret]").value = "";
      if (detail.xhr.status !== 200) realtime.close();
    });
    // Its end was told by the run as well: an upstream that refused never opened the line.
    document.addEventListener("run:ended", ({ target }) => {
      if (target.closest?.("[data-run]")?.dataset.run === document.querySelector("[data-session-socket]")?.dataset.sessionRun) {
        realtime.say({ type: "end" });
        realtimeStage.offer();
      }
    });
    // A call ends with its page; a session that goes through the server waits for it.
    addEventListener("pagehide", () => realtime.isCall && realtime.say({ type: "end" }));
  }
}
