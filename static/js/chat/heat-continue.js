// Continue from a token: the text up to there becomes an assistant message, which the conversation goes on from.
document.addEventListener("heat:continue", async ({ target, detail }) => {
  if (!window.conversation) return;
  const { content } = window.promptVariables.escaped({ role: "assistant", content: detail.text });
  const [message] = await conversation.render(JSON.stringify([{ role: "assistant", content }]));
  target.before(message);
  conversation.runFrom(message);
});
