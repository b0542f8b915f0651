// Copy buttons: the code they stand over, what their data-copy selects, or the answer of the run in data-copy-text.
{
  // A button of words changes them, one of an icon shows them behind it (button.css).
  function say(button, words) {
    const label = [...button.childNodes].findLast((node) => node.textContent.trim());
    const before = label?.textContent;
    if (label) label.textContent = words;
    else button.dataset.says = words;
    document.getElementById("status").textContent = words;
    setTimeout(() => {
      if (label) label.textContent = before;
      else delete button.dataset.says;
    }, 1500);
  }

  async function copy(button, text) {
    try {
      await navigator.clipboard.writeText(text);
      say(button, "Copied");
    } catch {
      say(button, "Not allowed here");
    }
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
