// Texts and pictures stand for the JSON of `input`, and follow it when it is typed; what they cannot show stays JSON.
{
  const card = document.querySelector("[data-moderation-inputs]");
  const control = document.getElementById("id_input");

  if (card && control) {
    const part = (name) => card.querySelector(name);
    const [texts, list, pictures] = [part(".moderation-texts"), part(".moderation-texts ol"), part(".moderation-pictures")];
    const json = part(".moderation-json");
    const toggle = part("[data-as-json]");
    let wanted = false;

    const isText = (item) => item?.type === "text" && typeof item.text === "string" && Object.keys(item).length === 2;
    const isPicture = (item) => item?.type === "image_url" && typeof item.image_url?.url === "string" && Object.keys(item.image_url).length === 1;

    // The texts and the pictures' addresses that a value of `input` holds; null where rows cannot show it.
    function read(text) {
      if (!/^\s*["[]/.test(text)) return { texts: [text], urls: [] };
      let value;
      try { value = JSON.parse(text); } catch { return null; }
      if (typeof value === "string") return { texts: [value], urls: [] };
      if (!Array.isArray(value)) return null;
      if (value.every((item) => typeof item === "string")) return { texts: value, urls: [] };
      if (!value.every((item) => isText(item) || isPicture(item))) return null;
      return { texts: value.filter(isText).map((item) => item.text), urls: value.filter(isPicture).map((item) => item.image_url.url) };
    }

    function written() {
      const said = [...list.querySelectorAll("textarea")].map((area) => area.value).filter((text) => text.trim());
      const urls = [...pictures.children].map((item) => item.dataset.url);
      if (urls.length) {
        return JSON.stringify([...said.map((text) => ({ type: "text", text })), ...urls.map((url) => ({ type: "image_url", image_url: { url } }))], null, 2);
      }
      if (said.length > 1) return JSON.stringify(said, null, 2);
      const [text = ""] = said;
      return /^\s*["[]/.test(text) || text !== text.trim() ? JSON.stringify(text) : text;
    }

    function tell() {
      const [said, seen] = [list.children.length, pictures.children.length];
      [...list.children].forEach((row, at) => {
        row.querySelector("textarea").setAttribute("aria-label", `Text ${at + 1}`);
        row.querySelector("button").setAttribute("aria-label", `Remove text ${at + 1}`);
      });
      pictures.hidden = !json.hidden || !seen;
      part("[data-note]").textContent = json.hidden && seen && said > 1 ? "With a picture, all texts and pictures are judged together as one input." : "";
    }

    function changed() {
      control.value = written();
      tell();
      control.dispatchEvent(new CustomEvent("input", { bubbles: true, detail: "rows" }));
    }

    function addText(text = "") {
      const row = part(".moderation-texts template").content.cloneNode(true).firstElementChild;
      row.querySelector("textarea").value = text;
      list.append(row);
      return row.querySelector("textarea");
    }

    // A picture from elsewhere is named, not loaded: only the server that judges it asks for it.
    function addPicture(url, name = "") {
      const item = part("template[data-picture]").content.cloneNode(true).firstElementChild;
      const stored = url.match(/^playground-file:([0-9a-f-]{36})$/);
      const image = item.querySelector("img");
      item.dataset.url = url;
      if (stored) image.src = `/files/${stored[1]}/`;
      else image.remove();
      item.querySelector(".picture-name").textContent = name || (stored ? "" : url.slice(0, 120));
      item.querySelector("button").setAttribute("aria-label", `Remove the picture ${name || pictures.children.length + 1}`);
      pictures.append(item);
    }

    function show() {
      const found = read(control.value);
      const asRows = found !== null && !wanted;
      json.hidden = asRows;
      texts.hidden = !asRows;
      toggle.setAttribute("aria-pressed", String(!asRows));
      for (const name of ["[data-add-text]", "[data-add-picture]", "[data-add-url]"]) part(name).hidden = !asRows;
      if (asRows && written() !== control.value) {
        list.replaceChildren();
        pictures.replaceChildren();
        found.texts.forEach((text) => addText(text));
        found.urls.forEach((url) => addPicture(url));
      }
      if (!list.children.length) addText();
      tell();
    }

    texts.addEventListener("input", changed);
    card.addEventListener("click", ({ target }) => {
      const button = target.closest("button");
      if (button?.matches("[data-add-text]")) addText().focus();
      if (!button?.matches("[data-remove]")) return;
      const row = button.closest("li");
      (row.nextElementSibling ?? row.previousElementSibling)?.querySelector("textarea, button")?.focus();
      row.remove();
      if (!list.children.length) addText().focus();
      changed();
    });
    card.addEventListener("moderation:picture", ({ detail }) => {
      addPicture(detail.url, detail.name);
      changed();
    });
    control.addEventListener("input", ({ detail }) => detail !== "rows" && json.hidden && show());
    toggle.addEventListener("click", () => {
      wanted = json.hidden;
      show();
    });
    addEventListener("pageshow", show);
    // Pictures are sent as they are picked: the form needs no files of its own.
    control.form.removeAttribute("enctype");
    toggle.hidden = false;
    show();
  }
}
