// Any event of the API, as JSON, to the session that runs.
{
  const box = document.querySelector("[data-event]");

  document.querySelector("[data-send-event]")?.addEventListener("click", () => {
    const problem = jsonProblem(box.value.trim() || "{");
    document.querySelector("[data-event-error]").textContent = problem && `The event is not JSON. ${problem}`;
    const event = problem ? null : JSON.parse(box.value);
    if (event) realtime.say({ type: "event", event });
  });
}
