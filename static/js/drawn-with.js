// An answer shown among others names the styles and scripts that it is drawn with: each is fetched once a page.
{
  const isThere = (address) => [...document.querySelectorAll("link[href], script[src]")].some((one) => (one.href || one.src) === address);

  function fetched(address) {
    const isStyle = address.pathname.endsWith(".css");
    const file = isStyle
      ? Object.assign(document.createElement("link"), { rel: "stylesheet", href: address.href })
      : Object.assign(document.createElement("script"), { src: address.href, async: false });
    document.head.append(file);
  }

  function all(root) {
    for (const { dataset } of root.querySelectorAll("[data-drawn-with]")) {
      const addresses = dataset.drawnWith.split(" ").filter(Boolean).map((address) => new URL(address, location));
      for (const address of addresses) if (!isThere(address.href)) fetched(address);
    }
  }

  document.addEventListener("htmx:load", ({ detail }) => detail.elt.parentElement && all(detail.elt.parentElement));
  all(document);
}
