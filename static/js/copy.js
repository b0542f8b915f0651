// Copy buttons: the code they stand over, what their data-copy selects, or the answer of the run in data-copy-text.
{
  async function copy(button, text) {
    const label = [...button.childNodes].findLast((node) => node.textContent.trim());
    const words = label.textContent;
    try {
      await navigator.clipboard.writeText(text);
      label.textContent = "Copied";
    } catch {
      label.textContent = "Not allowed here";
    }
    setTimeout(() => { label.textContent = words; }, 1500);
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest(".copy-code, [data-copy], [data-copy-text]");
    if (!button) return;
    if (button.matches(".copy-code")) copy(button, button.closest(".code").querySelector(".code-text").textContent);
    else if (button.dataset.copy) copy(button, document.querySelector(button.dataset.copy)?.textContent ?? "");
    else copy(button, answerOf(document.getElementById(button.dataset.copyText)));
  });

  function answerOf(run) {
    const choice = run.querySelector(".choice:not([hidden])") || run;
    const message = run.querySelector(`script.message-json[data-choice="${choice.dataset.choice ?? 0}"]`);
    const content = message && JSON.parse(message.textContent).content;
    if (typeof content === "string") return content;
    return choice.querySelector(".markdown")?.innerText ?? choice.innerText;
  }
}
