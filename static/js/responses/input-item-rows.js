// A row of the input builder for each item, and for each part of a message: made from JSON and read back into it.
{
  const own = new WeakMap(); // What a row was made from: keys that it does not show are kept.
  const SCHEME = "playground-file:";

  const isMessage = (item) => (item.type ?? "message") === "message" && "role" in item;
  const isText = (part) => part.type === "input_text" || part.type === "output_text";

  function thumbnail(address) {
    const picture = new Image();
    picture.src = address;
    picture.alt = "";
    picture.className = "input-part-picture";
    return picture;
  }

  // The picture and the name of a file that is kept here, as its chip has them.
  async function showFile(row, name, uuid) {
    const answer = await fetch(`/files/attached/?file=${encodeURIComponent(uuid)}`);
    const chip = new DOMParser().parseFromString(answer.ok ? await answer.text() : "", "text/html").querySelector(".upload");
    name.textContent = chip?.dataset.name ?? "no longer here: attach it again";
    const picture = chip?.querySelector("img");
    if (picture) row.prepend(thumbnail(picture.getAttribute("src")));
  }

  function partRow(part) {
    const row = document.getElementById("part-row").content.firstElementChild.cloneNode(true);
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
    const reference = part.image_url ?? part.file_data;
    if (typeof reference === "string" && reference.startsWith(SCHEME)) showFile(row, name, reference.slice(SCHEME.length));
    else if (part.type === "input_image" && address.startsWith("data:image/")) row.prepend(thumbnail(address));
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
    const row = document.getElementById("item-row").content.firstElementChild.cloneNode(true);
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

  window.inputRows = { item: itemRow, readItem, part: partRow };
}
