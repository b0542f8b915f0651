// Copy buttons: the code they stand over, or the element their data-copy names; the button says what happened.
{
  async function copy(button, text) {
    const label = button.querySelector("[data-copy-label]") || button;
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
    const button = event.target.closest(".copy-code, [data-copy], [data-action='copy']");
    if (!button) return;
    if (button.matches(".copy-code")) copy(button, button.closest(".code").querySelector(".code-text").textContent);
    else if (button.dataset.copy) copy(button, document.querySelector(button.dataset.copy)?.textContent ?? "");
    else copy(button, answerOf(button.closest("[data-run]")));
  });

  function answerOf(run) {
    const choice = run.querySelector(".choice:not([hidden])") || run;
    const message = choice.querySelector("script.message-json");
    if (message) {
      const content = JSON.parse(message.textContent).content;
      if (typeof content === "string") return content;
    }
    return choice.querySelector(".markdown")?.innerText ?? choice.innerText;
  }
}
