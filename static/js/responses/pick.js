// A response picked in the tree's dialog becomes the previous one.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-pick-response]");
  const control = button && document.getElementById("id_previous_response_id");
  if (!control) return;
  control.value = button.dataset.pickResponse;
  control.dispatchEvent(new Event("input", { bubbles: true }));
  button.closest("dialog").close();
});
