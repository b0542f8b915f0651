// The text's length and its parts while typing; instructions to start from.
{
  const text = document.getElementById("id_input");
  const count = document.querySelector(".speech-text [data-count]");

  function show() {
    const length = [...text.value.trim()].length;
    const most = Number(text.dataset.most);
    count.textContent = length > most ? `${grouped(length)} characters: about ${Math.ceil(length / (most * 0.95))} parts.` : `${grouped(length)} characters.`;
  }

  if (text) {
    text.addEventListener("input", show);
    document.addEventListener("DOMContentLoaded", show);
    document.addEventListener("click", (event) => {
      const preset = event.target.closest("[data-instructions]");
      const instructions = preset && document.getElementById("id_instructions");
      if (!instructions) return;
      instructions.value = preset.dataset.instructions;
      for (const name of ["input", "change"]) instructions.dispatchEvent(new Event(name, { bubbles: true }));
      document.getElementById("status").textContent = `Instructions: ${preset.textContent}`;
    });
  }
}
