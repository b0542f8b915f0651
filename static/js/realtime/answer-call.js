// A function call is answered in its card: the result goes over the session's socket, and to the library when ticked.
{
  const csrf = () => JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];

  document.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-send-result]");
    if (!button) return;
    const answer = button.closest("[data-answer-call]");
    const output = answer.querySelector("textarea")?.value ?? "";
    const call = answer.closest(".turn-call");
    realtime.say({ type: "result", call_id: answer.dataset.answerCall, output });
    if (answer.querySelector("[data-remember]")?.checked) {
      const values = { kind: "function", name: call.querySelector("strong").textContent, result: output };
      fetch("/library/result/remember/", { method: "POST", headers: { "X-CSRFToken": csrf() }, body: new URLSearchParams(values) });
    }
    button.disabled = true;
  });
}
