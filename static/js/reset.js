// Back to "not sent".
{
  const clear = (control) => {
    if (control.type === "radio") control.checked = control.value === "";
    else if (control.type === "hidden") control.remove();
    else control.value = "";
  };

  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.(".field-reset");
    if (!button) return;
    const field = button.closest("[data-param]");
    const controls = [...field.querySelectorAll("[name]")];
    controls.forEach(clear);
    const control = controls.find((one) => one.isConnected && (one.type !== "radio" || one.checked));
    control.dispatchEvent(new Event("input", { bubbles: true }));
    (field.querySelector(".row .control, .segments :checked") ?? control).focus();
  });
}
