// What is painted over a picture becomes its mask: transparent there, stored as a file that the form names.
{
  const csrf = () => JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
  const form = document.getElementById("operation");
  let storing = null; // The last mask on its way to the server.

  async function store(canvas, named, words) {
    const whole = new OffscreenCanvas(canvas.width, canvas.height);
    const context = whole.getContext("2d");
    context.fillRect(0, 0, whole.width, whole.height);
    context.globalCompositeOperation = "destination-out";
    context.drawImage(canvas, 0, 0);
    const body = await whole.convertToBlob({ type: "image/png" });
    const headers = { "X-CSRFToken": csrf(), "X-File-Name": "mask.png", "Content-Type": "image/png" };
    const response = await fetch("/files/", { method: "POST", headers, body });
    const holder = document.createElement("template");
    holder.innerHTML = response.ok ? await response.text() : "";
    named.value = holder.content.querySelector("[name='composer_files']")?.value ?? "";
    words.textContent = named.value ? "The mask is kept: what is painted is drawn anew." : "The mask could not be stored.";
  }

  function paint(painted) {
    const picture = painted.querySelector("img");
    const bar = painted.nextElementSibling;
    const chosen = bar.querySelector("[type='file']");
    const named = bar.querySelector("[data-mask]");
    const words = bar.querySelector("[data-paint-words]");
    const canvas = document.createElement("canvas");
    const context = canvas.getContext("2d");
    let last = null;

    function stroke(event) {
      const scale = canvas.width / canvas.clientWidth;
      const at = [event.offsetX * scale, event.offsetY * scale];
      context.lineWidth = (canvas.width * Number(bar.querySelector("[data-brush]").value)) / 100;
      context.beginPath();
      context.moveTo(...(last ?? at));
      context.lineTo(...at);
      context.stroke();
      last = at;
    }

    const start = () => {
      canvas.width = picture.naturalWidth;
      canvas.height = picture.naturalHeight;
      context.lineCap = "round";
      context.strokeStyle = getComputedStyle(painted).color;
    };
    if (picture.complete) start();
    else picture.addEventListener("load", start, { once: true });

    canvas.addEventListener("pointerdown", (event) => {
      canvas.setPointerCapture(event.pointerId);
      last = null;
      stroke(event);
    });
    canvas.addEventListener("pointermove", (event) => last && stroke(event));
    canvas.addEventListener("pointerup", () => {
      last = null;
      chosen.value = "";
      const mine = store(canvas, named, words).finally(() => {
        if (storing === mine) storing = null;
      });
      storing = mine;
    });
    bar.querySelector("[data-clear-paint]").addEventListener("click", () => {
      context.clearRect(0, 0, canvas.width, canvas.height);
      named.value = chosen.value = "";
      words.textContent = "No mask: the whole picture may change.";
    });
    chosen.addEventListener("change", () => {
      if (chosen.files.length) words.textContent = `${chosen.files[0].name} is the mask.`;
    });
    painted.append(canvas);
    for (const control of bar.querySelectorAll("[hidden]")) control.hidden = false;
  }

  // A run that is pressed while a mask is on its way waits for it.
  document.addEventListener("submit", (event) => {
    if (event.target !== form || !storing) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    storing.then(() => form.requestSubmit());
  }, true);

  const begin = () => {
    for (const painted of document.querySelectorAll("[data-paint]:not(:has(canvas))")) paint(painted);
  };
  document.addEventListener("htmx:load", begin);
  begin();
}
