// One file to the server, as it is. `progress` hears XMLHttpRequest's events; `done` is given its id, or "" and why not.
{
  const csrf = () => JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];

  function reason(request) {
    const text = request.getResponseHeader("content-type")?.startsWith("text/plain") ? request.responseText.trim() : "";
    if (request.status === 413) return text || "It is larger than this server takes.";
    return text || (request.status ? `The server answered ${request.status}.` : "The server could not be reached.");
  }

  window.upload = (file, { progress, done }) => {
    const request = new XMLHttpRequest();
    request.open("POST", "/files/");
    request.setRequestHeader("X-CSRFToken", csrf());
    request.setRequestHeader("Content-Type", file.type || "application/octet-stream");
    request.setRequestHeader("X-File-Name", encodeURIComponent(file.name));
    if (progress) request.upload.addEventListener("progress", progress);
    request.addEventListener("loadend", () => {
      if (request.status !== 200) return done("", reason(request));
      const chip = new DOMParser().parseFromString(request.responseText, "text/html");
      done(chip.querySelector("[name='composer_files']").value);
    });
    request.send(file);
    return request;
  };
}
