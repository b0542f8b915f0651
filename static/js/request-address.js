// Says while a base URL is typed which address the requests will go to.
document.addEventListener("input", (event) => {
  if (event.target.name !== "base_url") return;
  const output = event.target.form?.querySelector("[data-request-address]");
  if (!output) return;
  const operation = /\/(chat\/completions|completions|responses|embeddings|models|images\/generations)$/;
  const base = event.target.value.trim().replace(/\/+$/, "").replace(operation, "").replace(/\/+$/, "");
  output.value = base ? `${base}/chat/completions` : "…";
});
