// The input as text, as items to be built, or as JSON: three views of the one control named `input`.
{
  const box = document.querySelector("[data-input-builder]");
  const control = document.getElementById("id_input");

  if (box && control) {
    const list = document.getElementById("input-items");
    const uploads = document.getElementById("uploads");
    const rowTemplate = document.getElementById("item-row");
    const partTemplate = document.getElementById("part-row");
    const modes = box.querySelector(".input-modes");
    const own = new WeakMap(); // What a row was made from: keys that it does not show are kept.
    let mode = "text";
    let active = null;

    const isMessage = (item) => (item.type ?? "message") === "message" && "role" in item;
    const isText = (part) => part.type === "input_text" || part.type === "output_text";

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

    function partRow(part) {
      const row = partTemplate.content.firstElementChild.cloneNode(true);
      const value = row.querySelector("[data-part-value]");
      own.set(row, part);
      row.querySelector("[data-part-kind]").textContent = part.type;
      const detail = row.querySelector("[data-part-detail]");
      detail.hidden = part.type !== "input_image";
      detail.value = part.detail ?? "";
      const address = part.image_url ?? part.file_url ?? "";
      const isOpen = part.type === "input_image" ? !/^(data:|playground-file:)/.test(address) && !part.file_id : "file_url" in part;
      value.hidden = !isOpen;
      value.value = isOpen ? address : "";
      const name = row.querySelector("[data-part-name]");
      name.hidden = isOpen;
      name.textContent = part.filename ?? part.file_id ?? (part.type in { input_image: 0, input_file: 0 } ? "attached" : JSON.stringify(part).slice(0, 80));
      return row;
    }

    function readPart(row) {
      const { detail: old, ...part } = own.get(row);
      const value = row.querySelector("[data-part-value]");
      const detail = row.querySelector("[data-part-detail]");
      if (!value.hidden) part[part.type === "input_image" ? "image_url" : "file_url"] = value.value.trim();
      const chosen = detail.hidden ? old : detail.value;
      return chosen ? { ...part, detail: chosen } : part;
    }

    function itemRow(item) {
      const row = rowTemplate.content.firstElementChild.cloneNode(true);
      const text = row.querySelector("[data-item-text]");
      const kind = isMessage(item) ? "message" : item.type === "function_call_output" && typeof item.output === "string" ? item.type : "json";
      own.set(row, item);
      row.dataset.kind = kind;
      row.querySelector("[data-item-kind]").textContent = kind === "json" ? item.type ?? "item" : kind === "message" ? "" : kind;
      const role = row.querySelector("[data-item-role]");
      role.hidden = row.querySelector("[data-item-foot]").hidden = kind !== "message";
      const call = row.querySelector("[data-item-call]");
      call.hidden = kind !== "function_call_output";
      if (kind === "message") {
        if (![...role.options].some((option) => option.value === item.role)) role.add(new Option(item.role));
        role.value = item.role;
        const parts = Array.isArray(item.content) ? item.content : [];
        const said = parts.findIndex(isText);
        text.value = Array.isArray(item.content) ? parts[said]?.text ?? "" : item.content ?? "";
        row.querySelector("[data-item-parts]").append(...parts.filter((_, at) => at !== said).map(partRow));
      } else if (kind === "function_call_output") {
        call.value = item.call_id ?? "";
        text.value = item.output;
        text.placeholder = "What the function returned";
      } else {
        text.classList.add("mono");
        text.value = JSON.stringify(item, null, 2);
      }
      return row;
    }

    function readMessage(row) {
      const { role: oldRole, content: old, ...rest } = own.get(row);
      const role = row.querySelector("[data-item-role]").value;
      const text = row.querySelector("[data-item-text]").value;
      const parts = [...row.querySelectorAll(".input-part")].map(readPart);
      if (!parts.length && !Array.isArray(old)) return { ...rest, role, content: text };
      const said = Array.isArray(old) ? old.find(isText) : null;
      const type = said?.type ?? (role === "assistant" ? "output_text" : "input_text");
      return { ...rest, role, content: [...(text || said ? [{ ...said, type, text }] : []), ...parts] };
    }

    function readItem(row) {
      const error = row.querySelector("[data-item-error]");
      error.textContent = "";
      const text = row.querySelector("[data-item-text]").value;
      if (row.dataset.kind === "message") return readMessage(row);
      if (row.dataset.kind === "function_call_output") {
        return { ...own.get(row), call_id: row.querySelector("[data-item-call]").value.trim(), output: text };
      }
      try {
        own.set(row, JSON.parse(text));
      } catch (problem) {
        error.textContent = `Not JSON: ${problem.message}`;
      }
      return own.get(row);
    }

    function write() {
      const value = [...list.children].map(readItem);
      control.value = value.length ? JSON.stringify(value, null, 2) : "";
      control.dispatchEvent(new CustomEvent("input", { bubbles: true, detail: "items" }));
    }

    function show(wanted) {
      mode = wanted;
      for (const button of modes.querySelectorAll("button")) button.setAttribute("aria-pressed", button.dataset.inputMode === mode);
      list.hidden = box.querySelector("[data-add-item]").hidden = mode !== "items";
      control.hidden = mode === "items";
      control.classList.toggle("mono", mode === "json");
      if (mode === "items") list.replaceChildren(...(items(control.value) ?? []).map(itemRow));
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
        if (row) row.querySelector("[data-item-parts]").append(partRow(part));
        else list.append(itemRow({ role: "user", content: [part] }));
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
        list.append(itemRow(NEW[button.dataset.newItem]));
        active = list.lastElementChild;
        active.querySelector("input:not([hidden]), textarea").focus();
      } else if ("itemRemove" in button.dataset) row.remove();
      else if ("itemMove" in button.dataset) row.previousElementSibling?.before(row);
      else if ("partRemove" in button.dataset) button.closest(".input-part").remove();
      else if (button.dataset.partUrl) {
        const key = button.dataset.partUrl === "input_image" ? "image_url" : "file_url";
        row.querySelector("[data-item-parts]").append(partRow({ type: button.dataset.partUrl, [key]: "" }));
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
