// timestamp_granularities[] goes with verbose_json only: it is taken back when another format is chosen.
document.addEventListener("change", ({ target }) => {
  if (target.name !== "response_format" || !target.value || target.value === "verbose_json") return;
  document.querySelector("[data-param='timestamp_granularities[]'][data-set] .field-reset")?.click();
});
