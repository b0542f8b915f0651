// Opening a saved prompt starts from what was saved, not from what was typed on the chat page the last time.
{
  const fresh = ({ target }) => {
    if (!target.closest?.("a[data-open-prompt]")) return;
    for (const storage of [sessionStorage, localStorage]) {
      for (const part of ["conversation", "form", "variables"]) storage.removeItem(`${part}:/chat/`);
    }
  };
  document.addEventListener("click", fresh);
  document.addEventListener("auxclick", fresh);
}
