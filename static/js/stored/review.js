// Reviewing by keyboard: g b u give a verdict, n goes to the note, j at the last row loads more.
{
  const VERDICTS = { g: "good", b: "bad", u: "unsure" };
  const WRITES = "stored-writes";
  const typing = (target) => target.closest("input:not([type='checkbox']), textarea, select, [contenteditable], dialog[open]");
  let stepping = false;
  let opening = 0;
  let waiting = null; // A verdict for the completion that is being opened: what stands beside is still the one before.

  const isOpening = ({ detail }) => detail.target?.id === "beside";
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (!isOpening(event)) return;
    keepNote();
    opening += 1;
    waiting = null;
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (isOpening(event)) opening -= 1;
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    if (!isOpening(event) || !waiting) return;
    judge(waiting);
    waiting = null;
  });

  // A note that was not saved is not lost with the completion that it is about: not when that is closed (before
  // list-keys.js takes it away), and not when the page is left.
  document.addEventListener("click", (event) => event.target.closest("[data-close-beside]") && keepNote(), true);
  document.addEventListener("keydown", (event) => event.key === "Escape" && !typing(event.target) && keepNote(), true);
  addEventListener("pagehide", keepNote);

  async function keepNote() {
    const note = document.querySelector("#review [data-note]");
    if (!note || note.value === note.defaultValue) return;
    const before = note.defaultValue;
    note.defaultValue = note.value;
    // Not by htmx: it gives up the requests of a form that leaves the page.
    const body = new FormData(note.form);
    const answer = await fetch(note.form.action, { method: "POST", body, headers: { "HX-Request": "true" }, keepalive: true }).catch(() => null);
    if (!answer?.ok) {
      note.defaultValue = before; // Where it still stands, it is tried again.
      return;
    }
    htmx.swap("#beside", await answer.text(), { swapStyle: "none" });
    htmx.trigger(document.body, "review:changed");
  }

  function judge(key) {
    const button = document.querySelector(`#review [data-verdict="${VERDICTS[key]}"]`);
    button?.click();
    return Boolean(button);
  }

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("[data-note]") && event.key === "Escape") {
      // Esc would close what stands beside as well.
      event.preventDefault();
      event.target.form.requestSubmit(event.target.form.querySelector("[name='save']"));
      return void (document.querySelector("[data-row-link][aria-current='true']") ?? event.target).focus();
    }
    if (typing(event.target) || document.querySelector("dialog[open]")) return;
    if (event.key in VERDICTS) {
      if (opening) waiting = event.key;
      else if (!judge(event.key)) return;
    } else if (event.key === "n" && document.querySelector("[data-note]")) document.querySelector("[data-note]").focus();
    else return;
    event.preventDefault();
  });

  // Before list-keys.js, which stays on the last row.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "j" || typing(event.target)) return;
    const rows = [...document.querySelectorAll("[data-rows-list] [data-row]")];
    const current = document.activeElement?.closest("[data-row]") ?? document.querySelector("[data-row]:has([aria-current='true'])");
    const more = document.querySelector("#more a");
    if (!more || !current || current !== rows.at(-1)) return;
    event.preventDefault();
    stepping = current;
    more.click();
  }, true);

  document.addEventListener("htmx:afterSettle", () => {
    const link = stepping && stepping.nextElementSibling?.querySelector("[data-row-link]");
    if (!link) return;
    stepping = false;
    link.focus();
    if (document.querySelector("#beside > *")) link.click();
  });

  // Whether verdicts are written upstream too is said once, not for each completion.
  document.addEventListener("change", (event) => {
    if (event.target.name === "write") sessionStorage.setItem(WRITES, event.target.checked ? "on" : "");
  });
  const recall = () => {
    const box = document.querySelector("#review [name='write']");
    if (box && sessionStorage.getItem(WRITES) !== null) box.checked = sessionStorage.getItem(WRITES) === "on";
  };
  document.addEventListener("htmx:afterSwap", recall);
  recall();
}
