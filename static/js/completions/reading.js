// How the editor's text is meant: Insert puts its marker at the caret. Words and tokens are counted while typing.
{
  const { editor } = completionDocument;
  const form = document.getElementById("operation");
  const card = document.querySelector("[data-editor]");
  const marker = card.dataset.marker;
  const count = card.querySelector("[data-words]");

  function show() {
    card.dataset.reading = form.querySelector("[name='reading']:checked")?.value ?? "text";
    const text = editor.value;
    const words = text.trim() ? text.trim().split(/\s+/).length : 0;
    count.textContent = words ? `${grouped(words)} word${words === 1 ? "" : "s"}, about ${grouped(Math.ceil(text.length / 4))} tokens` : "";
  }

  function place() {
    if (editor.value.includes(marker)) return;
    editor.setRangeText(marker, editor.selectionStart, editor.selectionEnd, "select");
    editor.dispatchEvent(new Event("input", { bubbles: true }));
    editor.focus();
  }

  function takeOut() {
    if (!editor.value.includes(marker)) return;
    const at = editor.value.indexOf(marker);
    editor.setRangeText("", at, at + marker.length, "start");
    editor.dispatchEvent(new Event("input", { bubbles: true }));
  }

  form.addEventListener("change", ({ target, isTrusted }) => {
    if (target.name !== "reading") return;
    if (isTrusted && target.value === "insert") place();
    else if (isTrusted && target.value === "text") takeOut();
    show();
  });
  form.addEventListener("input", ({ target }) => target === editor && show());
  document.addEventListener("DOMContentLoaded", show);
}
