// How much goes in, roughly: characters of the conversation and of what is being typed, divided by four.
{
  const output = document.getElementById("token-estimate");
  const composer = document.getElementById("id_composer");
  let conversationLength = 0;
  let waiting = 0;

  const textLength = (value) => {
    if (typeof value === "string") return value.startsWith("data:") || value.startsWith("playground-file:") ? 0 : value.length;
    if (value && typeof value === "object") return Object.values(value).reduce((sum, item) => sum + textLength(item), 0);
    return 0;
  };

  function show() {
    const tokens = Math.ceil((conversationLength + composer.value.length) / 4);
    output.querySelector("[data-count]").textContent = grouped(tokens);
    output.hidden = !tokens;
  }

  function recount() {
    waiting = 0;
    const earlier = Number(document.getElementById("earlier")?.dataset.size ?? 0);
    conversationLength = earlier + conversation.messages().reduce((sum, message) => sum + textLength(message) + 8, 0);
    show();
  }

  if (output && composer && window.conversation) {
    composer.addEventListener("input", show);
    document.addEventListener("conversation:changed", () => { waiting ||= setTimeout(recount, 200); });
    recount();
  }
}
