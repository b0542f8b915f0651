// Two pictures over each other: the slider moves the line between them. Without it they stand side by side.
for (const compared of document.querySelectorAll("[data-image-compare]")) {
  const slider = compared.querySelector("[type=range]");
  const show = () => compared.style.setProperty("--share", `${slider.value}%`);
  slider.parentElement.hidden = false;
  compared.classList.add("sliding");
  slider.addEventListener("input", show);
  show();
}
