// The theme follows the system until it is pinned; the cookie lets the server write it, so that nothing flashes.
{
  const ORDER = ["", "light", "dark"];
  const WORDS = { "": "system", light: "light", dark: "dark" };
  const root = document.documentElement;
  const current = () => root.dataset.theme || "";

  function describe() {
    const button = document.querySelector("[data-theme-button]");
    if (!button) return;
    const words = `Theme: ${WORDS[current()]}`;
    button.hidden = false;
    button.title = words;
    button.setAttribute("aria-label", words);
  }

  function pin(theme) {
    if (theme) root.dataset.theme = theme;
    else delete root.dataset.theme;
    const age = theme ? 31536000 : 0;
    document.cookie = `theme=${theme}; path=/; max-age=${age}; samesite=lax`;
    describe();
  }

  document.addEventListener("click", (event) => {
    const choice = event.target.closest("[data-theme-set]");
    if (choice) pin(choice.dataset.themeSet);
    else if (event.target.closest("[data-theme-button]")) {
      pin(ORDER[(ORDER.indexOf(current()) + 1) % ORDER.length]);
    }
  });
  describe();
}
