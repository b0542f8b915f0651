// Tabs: one panel of an answer's choices is shown; arrow keys move between them.
{
  function select(tab) {
    const list = tab.closest("[role='tablist']");
    const answer = list.closest(".answer") || list.parentElement;
    for (const other of list.querySelectorAll("[role='tab']")) {
      const on = other === tab;
      other.setAttribute("aria-selected", on);
      other.tabIndex = on ? 0 : -1;
    }
    for (const panel of answer.querySelectorAll(".choice[data-choice]")) {
      panel.hidden = panel.dataset.choice !== tab.dataset.choice;
    }
    tab.dispatchEvent(new CustomEvent("conversation:changed", { bubbles: true }));
  }

  document.addEventListener("click", (event) => {
    const tab = event.target.closest(".choices [role='tab']");
    if (tab) select(tab);
  });

  document.addEventListener("keydown", (event) => {
    const tab = event.target.closest(".choices [role='tab']");
    if (!tab) return;
    const tabs = [...tab.closest("[role='tablist']").querySelectorAll("[role='tab']")];
    const at = tabs.indexOf(tab);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = tabs[(to + tabs.length) % tabs.length];
    select(next);
    next.focus();
  });
}
