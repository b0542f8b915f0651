// How long the prompt is, of what the typed model takes.
{
  const section = document.querySelector("[data-prompt-limits]");
  const prompt = document.getElementById("id_prompt");
  const output = document.getElementById("prompt-count");
  const LONGEST = 32000;

  const limits = (section?.dataset.promptLimits ?? "").split("|").map((each) => {
    const [pattern, most] = each.split(" ");
    return { pattern: new RegExp(pattern), most: Number(most) };
  });

  function show() {
    const model = document.querySelector("[data-param='model'] [name='model']")?.value.trim() ?? "";
    const most = limits.find((each) => each.pattern.test(model))?.most ?? LONGEST;
    const length = [...prompt.value].length;
    output.textContent = `${grouped(length)} of ${grouped(most)} characters`;
    output.classList.toggle("over", length > most);
  }

  if (section) {
    document.addEventListener("input", ({ target }) => (target === prompt || target.name === "model") && show());
    addEventListener("pageshow", show);
    show();
  }
}
