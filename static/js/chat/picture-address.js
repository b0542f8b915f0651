// A picture by its address: a chip like that of a file, whose value is the address.
{
  const uploads = document.getElementById("uploads");
  const box = document.getElementById("id_picture_address");
  const chip = document.getElementById("address-chip");

  function show(address) {
    const made = chip.content.firstElementChild.cloneNode(true);
    made.querySelector("input").value = address;
    made.querySelector(".upload-name").textContent = made.querySelector(".upload-name").title = address;
    made.querySelector("button").setAttribute("aria-label", `Remove ${address}`);
    uploads.append(made);
  }

  function attach() {
    const error = document.getElementById("id_picture_address_error");
    const typed = box.value.trim();
    const fits = /^https?:/i.test(typed) && URL.canParse(typed);
    error.textContent = fits ? "" : "Write the whole address, with https://";
    box.setAttribute("aria-invalid", !fits);
    if (!fits) return void box.focus();
    show(new URL(typed).href);
    box.value = "";
    document.getElementById("picture-address").hidePopover();
    document.getElementById("id_composer").focus();
  }

  if (box && uploads) {
    uploads.addEventListener("attach:address", ({ detail }) => show(detail));
    document.querySelector("[data-attach-address]").addEventListener("click", attach);
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      event.stopPropagation();
      attach();
    });
  }
}
