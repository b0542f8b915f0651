// From the chat page to a comparison of its conversation: the control behind it is filled first.
document.addEventListener("click", (event) => event.target.closest("[data-compare]") && window.conversation?.collect(), true);
