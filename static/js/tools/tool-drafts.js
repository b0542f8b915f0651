// What was typed as a tool call's result and not sent yet, by the call's id: it survives a reload.
{
  const KEY = "tool-results";
  const MOST = 50;
  const all = () => JSON.parse(localStorage.getItem(KEY) ?? "{}");

  function store(drafts) {
    try {
      localStorage.setItem(KEY, JSON.stringify(Object.fromEntries(Object.entries(drafts).slice(-MOST))));
    } catch {
      localStorage.removeItem(KEY); // Full: an old draft would be worse than none.
    }
  }

  window.toolDrafts = {
    get: (call) => all()[call],
    set(call, text) {
      const { [call]: old, ...others } = all();
      store(text === undefined ? others : { ...others, [call]: text });
    },
  };
}
