// A token's alternatives: by pointer, tap or arrow keys. Enter goes into them, Escape closes. A page that goes on from
// a token has [data-continues] around its runs, in words, and hears "heat:continue" with the text up to there.
{
  const box = document.createElement("div");
  box.id = "heat-alternatives";
  box.className = "heat-pop";
  box.popover = "manual";
  let current = null;
  let timer = 0;

  const tokens = (token) => [...token.parentElement.querySelectorAll(".token")];
  const make = (name, className, text = "") => Object.assign(document.createElement(name), { className, textContent: text });

  function row([text, share, percent], index, token, can) {
    const one = make(can ? "button" : "div", "heat-alternative");
    const bar = make("progress", "");
    Object.assign(bar, { max: 1, value: share });
    bar.setAttribute("aria-hidden", "true");
    one.append(make("span", "mono", text), bar, make("span", "", percent));
    if (!can) return one;
    one.type = "button";
    one.dataset.alternative = index;
    one.title = "Go on from here with this token";
    return one;
  }

  function fill(token) {
    const heat = token.closest(".heat");
    const all = tokens(token);
    const found = JSON.parse(heat.querySelector(".heat-alternatives").textContent)[all.indexOf(token)];
    const words = token.closest("[data-continues]")?.dataset.continues;
    const can = words !== undefined;
    const head = make("p", "heat-pop-head");
    head.append(make("strong", "mono", token.textContent), make("span", "", token.dataset.p));
    const parts = [head];
    if (token.dataset.b) parts.push(make("p", "muted mono", `bytes ${token.dataset.b}`));
    parts.push(...found.map((one, index) => row(one, index, token, can)));
    if (!found.length) parts.push(make("p", "muted", "No alternatives came with it."));
    if (can) {
      const go = make("button", "button small", "Continue from here");
      go.type = "button";
      go.dataset.alternative = "";
      parts.push(go, make("p", "muted", words));
    }
    box.replaceChildren(...parts);
  }

  function place(token) {
    const at = token.getBoundingClientRect();
    const below = at.bottom + 6 + box.offsetHeight < innerHeight;
    box.style.left = `${Math.max(8, Math.min(at.left, innerWidth - box.offsetWidth - 8))}px`;
    box.style.top = `${below ? at.bottom + 6 : Math.max(8, at.top - box.offsetHeight - 6)}px`;
  }

  function open(token) {
    clearTimeout(timer);
    if (token === current && box.matches(":popover-open")) return;
    if (!box.isConnected) document.body.append(box);
    current?.removeAttribute("data-open");
    current = token;
    token.setAttribute("data-open", "");
    token.setAttribute("aria-describedby", box.id);
    fill(token);
    box.showPopover();
    place(token);
  }

  function close() {
    clearTimeout(timer);
    if (!current) return;
    if (box.contains(document.activeElement)) current.focus();
    current.removeAttribute("data-open");
    current.removeAttribute("aria-describedby");
    box.hidePopover();
    current = null;
  }

  function walk(token, to) {
    if (!to) return;
    token.tabIndex = -1;
    to.tabIndex = 0;
    to.focus();
    to.scrollIntoView({ block: "nearest" });
    open(to);
  }

  async function goOn(token, alternative) {
    const url = `${token.closest(".heat").dataset.heat}until/?at=${token.dataset.n}${alternative && `&alternative=${alternative}`}`;
    const run = token.closest("[data-run]");
    close();
    const response = await fetch(url);
    if (!response.ok) return;
    run.dispatchEvent(new CustomEvent("heat:continue", { bubbles: true, detail: { text: await response.text() } }));
  }

  // What moves under a pointer that rests was not pointed at.
  let rested = "";
  document.addEventListener("pointerover", (event) => {
    const where = `${event.screenX} ${event.screenY}`;
    if (where === rested) return;
    rested = where;
    const token = event.target.closest?.(".heat-text .token");
    if (token) open(token);
    else if (box.contains(event.target)) clearTimeout(timer);
    else if (current && document.activeElement !== current && !box.contains(document.activeElement)) {
      clearTimeout(timer);
      timer = setTimeout(close, 250);
    }
  });

  document.addEventListener("click", (event) => {
    const token = event.target.closest(".heat-text .token");
    if (token) return void walk(token.parentElement.querySelector("[tabindex='0']"), token);
    const chosen = event.target.closest("#heat-alternatives [data-alternative]");
    if (chosen) return void goOn(current, chosen.dataset.alternative);
    const jump = event.target.closest("[data-jump]");
    if (!jump) return box.contains(event.target) || close();
    jumpTo(jump.closest(".heat"), jump.dataset.jump);
  });

  async function jumpTo(heat, number) {
    const holder = heat.parentElement;
    const find = () => holder.querySelector(`.token[data-n="${number}"]`);
    if (!find()) await htmx.ajax("GET", `${heat.dataset.heat}?at=${number}`, { target: heat, swap: "outerHTML" });
    const token = find();
    if (token) walk(token.parentElement.querySelector("[tabindex='0']"), token);
  }

  document.addEventListener("focusin", (event) => {
    if (event.target.matches(".heat-text .token:focus-visible")) open(event.target);
    else if (current && event.target !== current && !box.contains(event.target)) close();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && current) {
      event.preventDefault();
      event.stopPropagation();
      return void close();
    }
    if (!event.target.matches?.(".heat-text .token")) return;
    const all = tokens(event.target);
    const at = all.indexOf(event.target);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, ArrowDown: at + 10, ArrowUp: at - 10, Home: 0, End: all.length - 1 }[event.key];
    if (event.key === "Enter" || event.key === " ") box.querySelector("button")?.focus();
    else if (to !== undefined) walk(event.target, all[Math.max(0, Math.min(to, all.length - 1))]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }, true);

  document.addEventListener("scroll", (event) => event.target.contains?.(current) && place(current), true);
}
