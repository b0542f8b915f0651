// Get code: the conversation is collected before it is asked for; the answer opens in the inspector's panel.
{
  const BUTTON = "[data-get-code]";

  document.addEventListener("click", (event) => event.target.closest(BUTTON) && window.conversation?.collect(), true);

  document.addEventListener("htmx:afterSwap", (event) => {
    if (!event.detail.elt.matches(BUTTON) && !event.detail.requestConfig?.elt.matches(BUTTON)) return;
    const panel = document.getElementById("inspector-panel");
    for (const tab of document.querySelectorAll("#inspector [role='tab']")) tab.setAttribute("aria-selected", "false");
    document.querySelector("[data-close-inspector]").hidden = false;
    panel.hidden = false;
    panel.removeAttribute("aria-labelledby");
    panel.setAttribute("aria-label", "Code");
    panel.focus();
  });
}
