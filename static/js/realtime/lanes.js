// The two lanes: the last seconds of each voice as bars, the newest at the inner edge.
{
  const GAP = 6;
  const histories = {};

  function draw(canvas) {
    const history = histories[canvas.dataset.lane] ?? [];
    const ratio = devicePixelRatio;
    const { clientWidth: width, clientHeight: height } = canvas;
    if (!width) return;
    if (canvas.width !== Math.round(width * ratio)) canvas.width = Math.round(width * ratio);
    if (canvas.height !== Math.round(height * ratio)) canvas.height = Math.round(height * ratio);
    const pen = canvas.getContext("2d");
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, width, height);
    pen.fillStyle = getComputedStyle(canvas).color;
    const bars = Math.floor(width / GAP);
    for (let bar = 0; bar < bars; bar += 1) {
      const loudness = history[history.length - bars + bar] ?? 0;
      const tall = Math.max(2, Math.min(1, loudness * 5) * height);
      pen.beginPath();
      pen.roundRect(bar * GAP, (height - tall) / 2, 3, tall, 1.5);
      pen.fill();
    }
    while (history.length > bars + 1) history.shift();
  }

  const canvases = [...document.querySelectorAll("canvas[data-lane]")];
  const all = () => canvases.forEach(draw);
  let due = 0;

  document.addEventListener("realtime:level", ({ detail }) => {
    (histories[detail.side] ??= []).push(detail.loudness);
    due ||= requestAnimationFrame(() => {
      due = 0;
      all();
    });
  });
  addEventListener("resize", all);
  document.addEventListener("realtime:phase", all);
  const voice = document.querySelector("[data-lane-voice]");
  const chosen = document.querySelector("#params [name='voice']");
  const name = () => { if (voice) voice.textContent = chosen?.value ? ` · ${chosen.value.slice(0, 30)}` : ""; };
  document.addEventListener("input", ({ target }) => target.name === "voice" && name());
  addEventListener("pageshow", () => { name(); all(); });
}
