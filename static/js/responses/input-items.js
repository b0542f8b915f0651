// The input as text, as items to be built, or as JSON: three views of the one control named `input`.
{
  const box = document.querySelector("[data-input-builder]");
  const control = document.getElementById("id_input");

  if (box && control) {
    const list = document.getElementById("input-items");
    const uploads = document.getElementById("uploads");
    const modes = box.querySelector(".input-modes");
    let mode = "text";
    let active = null;

    // null where the text is no list of objects.
    function items(text) {
      if (!/^\s*\[/.test(text)) return null;
      try {
        const value = JSON.parse(text);
        return value.every((item) => item && typeof item === "object" && !Array.isArray(item)) ? value : null;
      } catch {
        return null;
      }
    }

    function write() {
      const value = [...list.children].map((row) => window.inputRows.readItem(row));
      control.value = value.length ? JSON.stringify(value, null, 2) : "";
      control.dispatchEvent(new CustomEvent("input", { bubbles: true, detail: "items" }));
    }

    function show(wanted) {
      mode = wanted;
      for (const button of modes.querySelectorAll("button")) button.setAttribute("aria-pressed", button.dataset.inputMode === mode);
      list.hidden = box.querySelector("[data-add-item]").hidden = mode !== "items";
      control.hidden = mode === "items";
      control.classList.toggle("mono", mode === "json");
      if (mode === "items") list.replaceChildren(...(items(control.value) ?? []).map((item) => window.inputRows.item(item)));
      active = list.lastElementChild;
    }

    function change(wanted) {
      const text = control.value;
      const found = items(text);
      if (wanted === "items" && !found) control.value = JSON.stringify([{ role: "user", content: text }], null, 2);
      if (wanted === "json" && !found && text) control.value = JSON.stringify([{ role: "user", content: text }], null, 2);
      // Back to text only where text can say it.
      const only = wanted === "text" && found?.length === 1 && found[0].role === "user" && typeof found[0].content === "string";
      if (only) control.value = found[0].content;
      else if (wanted === "text" && found?.length) wanted = "json";
      show(wanted);
      takeUploads();
      control.dispatchEvent(new CustomEvent("input", { bubbles: true, detail: "items" }));
    }

    // What was attached stands in the message last worked on; in text it waits beside it.
    function takeUploads() {
      if (mode !== "items") return;
      const row = active?.dataset.kind === "message" && active.isConnected ? active : [...list.children].findLast((one) => one.dataset.kind === "message");
      for (const upload of uploads.querySelectorAll(".upload:not(.sending)")) {
        const reference = `playground-file:${upload.querySelector("input").value}`;
        const filename = upload.dataset.name || upload.querySelector(".upload-name").textContent;
        const isPicture = upload.dataset.type?.startsWith("image/") || upload.querySelector("img");
        const part = isPicture ? { type: "input_image", image_url: reference } : { type: "input_file", filename, file_data: reference };
        upload.remove();
        if (row) row.querySelector("[data-item-parts]").append(window.inputRows.part(part));
        else list.append(window.inputRows.item({ role: "user", content: [part] }));
        write();
      }
    }

    const NEW = {
      message: { role: "user", content: "" },
      function_call_output: { type: "function_call_output", call_id: "", output: "" },
      json: { type: "item_reference", id: "" },
    };

    box.addEventListener("click", ({ target }) => {
      const button = target.closest("button");
      const row = button?.closest(".input-item");
      if (!button) return;
      if (button.dataset.inputMode) return change(button.dataset.inputMode);
      if (button.dataset.newItem) {
        document.getElementById("add-item").hidePopover();
        list.append(window.inputRows.item(NEW[button.dataset.newItem]));
        active = list.lastElementChild;
        active.querySelector("input:not([hidden]), textarea").focus();
      } else if ("itemRemove" in button.dataset) row.remove();
      else if ("itemMove" in button.dataset) row.previousElementSibling?.before(row);
      else if ("partRemove" in button.dataset) button.closest(".input-part").remove();
      else if (button.dataset.partUrl) {
        const key = button.dataset.partUrl === "input_image" ? "image_url" : "file_url";
        row.querySelector("[data-item-parts]").append(window.inputRows.part({ type: button.dataset.partUrl, [key]: "" }));
        row.querySelector(".input-part:last-child input").focus();
      } else return;
      write();
    });
    list.addEventListener("focusin", ({ target }) => { active = target.closest(".input-item"); });
    list.addEventListener("input", write);
    list.addEventListener("change", write);
    control.addEventListener("input", (event) => {
      if (event.detail === "items") return;
      if (mode === "items") show(items(control.value) ? "items" : "text");
      else if (mode === "json" && !control.value) show("text");
    });
    new MutationObserver(takeUploads).observe(uploads, { childList: true });
    modes.hidden = false;
    addEventListener("pageshow", () => show(items(control.value) ? "items" : "text"));
  }
}
