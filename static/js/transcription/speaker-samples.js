// known_speaker_references[]: a sample of a voice is chosen as a file; the field names it, the server sends it as a data URL.
{
  const field = document.querySelector("[data-param='known_speaker_references[]']");
  const rows = field?.querySelector(".rows");

  if (rows) {
    const input = Object.assign(document.createElement("input"), { type: "file", multiple: true, className: "visually-hidden", accept: document.getElementById("id_file").accept });
    input.setAttribute("form", "no-form");
    const label = Object.assign(document.createElement("label"), { className: "button small", textContent: "Choose samples" });
    const said = Object.assign(document.createElement("span"), { className: "muted", role: "status" });
    label.append(input);
    rows.after(label, " ", said);

    function add(uuid) {
      const blank = [...rows.querySelectorAll(".row .control")].find((control) => control.value === "");
      if (!blank) return false;
      blank.value = `playground-file:${uuid}`;
      blank.dispatchEvent(new Event("input", { bubbles: true }));
      return true;
    }

    input.addEventListener("change", () => {
      for (const file of input.files) {
        said.textContent = `Sending ${file.name}`;
        window.upload(file, {
          done: (uuid, why) => {
            if (!uuid) said.textContent = `${file.name} was not taken. ${why}`;
            else said.textContent = add(uuid) ? `${file.name} added` : "There is no place for another sample";
          },
        });
      }
      input.value = "";
    });
  }
}
