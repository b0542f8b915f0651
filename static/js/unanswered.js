// What the page asked for and did not get is said on the page: a server that is gone, or one that could not answer.
// What was typed stays in the form, and a form that is sent again is still one run.
{
  const words = (request) => {
    if (!request.status) return "The playground does not answer. What you wrote is still here: try again in a moment.";
    const isPlain = request.getResponseHeader("content-type")?.startsWith("text/plain");
    return (isPlain && request.responseText) || `The playground answered with an error (${request.status}).`;
  };
  const note = () => document.getElementById("unanswered");

  function say(text) {
    const place = note() ?? document.createElement("p");
    place.id = "unanswered";
    place.className = "lost";
    place.setAttribute("role", "alert");
    if (place.textContent !== text) place.textContent = text;
    if (!place.isConnected) document.querySelector(".topbar")?.after(place);
  }

  for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
    document.addEventListener(name, ({ detail }) => {
      // A page that asks again by itself, and finds that what it asks for is gone, has lost nothing.
      if (detail.xhr.status === 404 && detail.requestConfig.verb === "get") return;
      say(words(detail.xhr));
    });
  }
  document.addEventListener("htmx:afterRequest", ({ detail }) => detail.successful && note()?.remove());
}
