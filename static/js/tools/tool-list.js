// Tools as rows over the control that holds their JSON: both ways stay in step.
{
  const control = (list) => list.querySelector("[data-json]");
  const bodyOf = (tool) => tool?.[tool.type] ?? tool ?? {};

  // null where the text is no list of objects: then only the JSON editor can show it.
  function read(list) {
    const text = control(list).value.trim();
    if (!text) return [];
    try {
      const tools = JSON.parse(text);
      return Array.isArray(tools) && tools.every((tool) => tool && typeof tool === "object") ? tools : null;
    } catch {
      return null;
    }
  }

  function write(list, tools) {
    control(list).value = tools.length ? JSON.stringify(tools, null, 2) : "";
    control(list).dispatchEvent(new Event("input", { bubbles: true }));
  }

  function row(list, tool) {
    const made = list.querySelector("template").content.firstElementChild.cloneNode(true);
    const { name, description, strict } = bodyOf(tool);
    made.querySelector("[data-name]").textContent = name ?? tool.type;
    made.querySelector("[data-about]").textContent = [tool.type === "function" ? "" : tool.type, strict ? "strict" : "", description]
      .filter((word) => typeof word === "string" && word).join(" · ");
    made.querySelector("[data-tool='edit']").setAttribute("aria-label", `Edit ${name ?? tool.type}`);
    made.querySelector("[data-tool='remove']").setAttribute("aria-label", `Remove ${name ?? tool.type}`);
    return made;
  }

  function follow(list) {
    const tools = read(list);
    if (tools === null) list.querySelector(".raw").open = true;
    else list.querySelector(".tool-rows").replaceChildren(...tools.map((tool) => row(list, tool)));
    list.querySelector(".tool-rows").hidden = !tools?.length;
  }

  // The library writes a tool as chat completions take it; a list with data-flat holds it as responses do.
  const toList = (list, tool) => ("flat" in list.dataset && tool[tool.type] ? { type: tool.type, ...tool[tool.type] } : tool);
  function toLibrary(list, tool) {
    const { type, ...body } = tool;
    return "flat" in list.dataset ? { type, [type]: body } : tool;
  }

  const actions = {
    new: (list, tools) => definitions.edit(list.dataset.dialogUrl, "function", null, (tool) => write(list, [...tools, toList(list, tool)])),
    choose: (list, tools) => definitions.choose(list.dataset.chooseUrl, (tool) => write(list, [...tools, toList(list, tool)])),
    "built-in": (list, tools, at, { kind }) => definitions.edit(list.dataset.builtInUrl, kind, null, (tool) => write(list, [...tools, tool])),
    remove: (list, tools, at) => write(list, tools.toSpliced(at, 1)),
    edit(list, tools, at) {
      const tool = tools[at];
      const done = (edited) => write(list, tools.with(at, toList(list, edited)));
      if (tool.type in { function: 0, custom: 0 }) {
        definitions.edit(list.dataset.dialogUrl, tool.type, toLibrary(list, tool), done);
      } else if (list.querySelector(`[data-tool="built-in"][data-kind="${CSS.escape(tool.type)}"]`)) {
        definitions.edit(list.dataset.builtInUrl, tool.type, tool, done);
      } else {
        list.querySelector(".raw").open = true;
        control(list).focus();
      }
    },
  };

  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.("[data-tool]");
    const list = button?.closest(".tool-list");
    if (!list) return;
    const at = [...list.querySelectorAll(".tool-row")].indexOf(button.closest(".tool-row"));
    actions[button.dataset.tool](list, read(list) ?? [], at, button.dataset);
  });
  document.addEventListener("input", ({ target }) => {
    const list = target.matches?.("[data-json]") && target.closest(".tool-list");
    if (list) follow(list);
  });
  const all = () => document.querySelectorAll(".tool-list").forEach(follow);
  document.addEventListener("htmx:load", all);
  addEventListener("pageshow", all);
}
