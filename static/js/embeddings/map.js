// The map: a point is picked by a click or the arrow keys, named under the map, and its neighbours are asked for.
{
  const mapOf = (element) => element.closest(".embedding-set")?.querySelector("[data-map]");
  const picked = (map) => map.querySelector("[aria-selected='true']");
  const say = (map, point) => { map.parentElement.querySelector(".map-words").textContent = point?.getAttribute("aria-label") ?? ""; };
  const place = (point) => [point.cx.baseVal.value, point.cy.baseVal.value];

  function pick(map, point) {
    if (!point || point === picked(map)) return;
    picked(map)?.setAttribute("aria-selected", "false");
    point.setAttribute("aria-selected", "true");
    map.setAttribute("aria-activedescendant", point.id);
    say(map, point);
    const control = map.closest(".embedding-set").querySelector("[data-picked]");
    control.value = point.id.slice(1);
    control.dispatchEvent(new Event("change", { bubbles: true }));
  }

  // The nearest point that lies more in the arrow's direction than beside it.
  function towards(map, [right, down]) {
    const from = picked(map) ?? map.querySelector("circle");
    const [x, y] = place(from);
    let best = null;
    for (const point of map.querySelectorAll("circle")) {
      const [dx, dy] = [place(point)[0] - x, place(point)[1] - y];
      const along = dx * right + dy * down;
      const aside = Math.abs(dx * down) + Math.abs(dy * right);
      if (point === from || along <= 0 || aside > along * 2) continue;
      const far = along + aside * 2;
      if (!best || far < best.far) best = { point, far };
    }
    return best?.point;
  }

  // The place that `at` is stays where it is.
  function zoom(map, factor, at) {
    const [width, height] = map.dataset.map.split(" ").map(Number);
    const { x, y, width: w, height: h } = map.viewBox.baseVal;
    const size = Math.min(Math.max(w * factor, width / 20), width);
    const [cx, cy] = at;
    const share = size / w;
    move(map, cx - (cx - x) * share, cy - (cy - y) * share, size, (size * height) / width);
    map.style.setProperty("--zoom", size / width);
  }

  function move(map, x, y, w, h) {
    const [width, height] = map.dataset.map.split(" ").map(Number);
    const within = (value, most) => Math.min(Math.max(value, 0), most);
    map.setAttribute("viewBox", [within(x, width - w), within(y, height - h), w, h].join(" "));
  }

  const inside = (map, event) => {
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(map.getScreenCTM().inverse());
    return [point.x, point.y];
  };

  const ARROWS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
  document.addEventListener("keydown", (event) => {
    const map = event.target.closest?.("[data-map]");
    if (!map || event.ctrlKey || event.metaKey || event.altKey) return;
    const point = { Home: map.querySelector("circle"), End: [...map.querySelectorAll("circle")].at(-1) }[event.key];
    if (event.key in ARROWS) pick(map, towards(map, ARROWS[event.key]));
    else if (point) pick(map, point);
    else if (event.key === "+" || event.key === "-") zoom(map, event.key === "+" ? 0.7 : 1.4, place(picked(map)));
    else return;
    event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-zoom]");
    const row = event.target.closest?.("[data-pick]");
    const map = mapOf(event.target);
    if (button) zoom(map, button.dataset.zoom === "in" ? 0.7 : 1.4, place(picked(map)));
    else if (row && map) pick(map, map.querySelector(`#p${row.dataset.pick}`));
    else if (event.target.matches?.("[data-map] circle")) pick(map, event.target);
  });

  document.addEventListener("pointerover", ({ target }) => target.matches?.("[data-map] circle") && say(mapOf(target), target));
  document.addEventListener("focusin", ({ target }) => target.matches?.("[data-map]") && say(target, picked(target)));
  document.addEventListener("wheel", (event) => {
    const map = event.target.closest?.("[data-map]");
    if (!map || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    zoom(map, event.deltaY < 0 ? 0.85 : 1.18, inside(map, event));
  }, { passive: false });

  document.addEventListener("pointerdown", (event) => {
    const map = event.target.closest?.("[data-map]");
    if (!map || event.button) return;
    let from = inside(map, event);
    const drag = (moved) => {
      const { x, y, width, height } = map.viewBox.baseVal;
      const [px, py] = inside(map, moved);
      move(map, x + from[0] - px, y + from[1] - py, width, height);
      from = inside(map, moved);
    };
    map.addEventListener("pointermove", drag);
    addEventListener("pointerup", () => map.removeEventListener("pointermove", drag), { once: true });
  });

  // The slider's number follows at once, Enter in the search box asks.
  document.addEventListener("input", ({ target }) => {
    if (target.matches?.("[data-cut]")) target.nextElementSibling.value = target.value;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches?.("[data-search]")) return;
    event.preventDefault();
    event.target.nextElementSibling.click();
  });
}
