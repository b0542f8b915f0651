// The boxes for the results of calls: filled in with the library's canned result, remembered there if wished.
{
  const form = document.querySelector("form[data-operation='create_response']");
  const boxOf = (place) => place.querySelector("textarea[name^='output-']");

  async function load(place) {
    place.dataset.asked = "";
    const response = await fetch(place.dataset.url).catch(() => null);
    if (!response?.ok) return;
    const holder = document.createElement("template");
    holder.innerHTML = await response.text();
    const canned = holder.content.querySelector("textarea");
    const foot = holder.content.querySelector(".tool-result-foot");
    if (!canned || !foot) return;
    const box = boxOf(place);
    box.dataset.canned = canned.dataset.canned ?? "";
    if (!box.value && canned.dataset.canned) box.value = canned.dataset.canned;
    place.append(foot);
    mark(place);
  }

  function mark(place) {
    const box = boxOf(place);
    const canned = place.querySelector("[data-canned-mark]");
    if (canned) canned.hidden = !box.dataset.canned || box.value !== box.dataset.canned;
  }

  function show() {
    for (const place of form.querySelectorAll(".tool-result[data-url]:not([data-asked])")) load(place);
  }

  function declared(name) {
    try {
      const { type, ...body } = JSON.parse(document.getElementById("id_tools").value || "[]").find((tool) => tool.name === name);
      return { type, [type]: body };
    } catch {
      return null;
    }
  }

  function remember(place, url) {
    const box = boxOf(place);
    const wanted = place.querySelector("[data-remember]")?.checked ? box.value : "";
    if (wanted === (box.dataset.canned ?? "")) return;
    const { kind, name } = place.dataset;
    const headers = { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value };
    const body = new URLSearchParams({ kind, name, result: wanted, source: JSON.stringify(declared(name)) });
    fetch(url, { method: "POST", headers, body });
  }

  // False, with the words at the button, while a result is missing.
  function isReady(run) {
    const missing = [...run.querySelectorAll("textarea[name^='output-']")].filter((box) => !box.value.trim());
    const names = missing.map((box) => box.closest("[data-name]").dataset.name);
    run.querySelector(".tool-continue .field-error").textContent = names.length ? `Still missing: the result of ${names.join(", ")}` : "";
    missing[0]?.focus();
    return !missing.length;
  }

  if (form) {
    document.addEventListener("click", (event) => {
      const button = event.target.closest("button[name='continues']");
      const run = button?.closest("[data-run]");
      if (!run) return;
      if (!isReady(run)) return void event.preventDefault();
      for (const place of run.querySelectorAll(".tool-result[data-asked]")) remember(place, button.closest("[data-remember-url]").dataset.rememberUrl);
    });
    // Before the shortcuts, whose Ctrl+Enter would run without the results.
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !event.target.matches("textarea[name^='output-']")) return;
      event.preventDefault();
      event.stopPropagation();
      event.target.closest("[data-run]").querySelector("button[name='continues']")?.click();
    }, true);
    document.addEventListener("input", ({ target }) => {
      const place = target.matches?.("textarea[name^='output-']") && target.closest(".tool-result");
      if (place) mark(place);
    });
    document.addEventListener("run:ended", show);
    document.addEventListener("htmx:afterSettle", show);
    show();
  }
}
