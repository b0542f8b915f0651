// At a fork the arrow keys go to the branches beside it; a fork whose answer has gone goes too.
{
  document.addEventListener("keydown", (event) => {
    const fork = event.target.closest?.(".fork");
    const to = { ArrowLeft: "previous", ArrowRight: "next" }[event.key];
    if (!fork || !to || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    fork.querySelector(`[data-fork='${to}']`)?.click();
  });

  document.addEventListener("conversation:changed", () => {
    for (const fork of document.querySelectorAll("#transcript > .fork")) {
      if (!fork.nextElementSibling?.matches("[data-run], [data-role='assistant']")) fork.remove();
    }
  });
}
