// Text and pictures instead of speech. Pictures are kept as files first and named by their ids.
{
  const bar = document.querySelector(".realtime-bar");
  const box = bar?.querySelector("[data-say]");
  const pictures = bar?.querySelector("[data-pictures]");
  const csrf = () => JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];

  async function upload(file) {
    const answer = await fetch(bar.dataset.upload, {
      method: "POST",
      headers: { "X-CSRFToken": csrf(), "X-File-Name": encodeURIComponent(file.name), "Content-Type": file.type || "application/octet-stream" },
      body: file,
    }).catch(() => null);
    if (!answer?.ok) return realtime.tell(answer ? await answer.text() : "The picture could not be sent to the playground.");
    const holder = document.createElement("template");
    holder.innerHTML = await answer.text();
    const chip = holder.content.firstElementChild;
    if (!chip.dataset.type.startsWith("image/")) return realtime.tell(`${chip.dataset.name} is not a picture.`);
    pictures.append(chip);
  }

  async function send() {
    const text = box.value.trim();
    const images = [...pictures.querySelectorAll("input")].map((input) => input.value).slice(0, 4);
    if ((!text && !images.length) || !realtime.isOpen) return;
    box.value = "";
    pictures.replaceChildren();
    await realtime.silence();
    realtime.say({ type: "say", text, images });
  }

  if (box) {
    bar.querySelector("[data-say-send]").addEventListener("click", send);
    bar.querySelector("[data-picture]").addEventListener("change", async ({ target }) => {
      const files = [...target.files];
      target.value = "";
      for (const file of files) await upload(file);
    });
    pictures.addEventListener("click", (event) => {
      if (!event.target.closest("[data-action='detach']")) return;
      event.stopPropagation();
      event.target.closest(".upload").remove();
    });
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      send();
    });
  }
}
