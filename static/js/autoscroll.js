// The transcript follows what arrives only while the reader is at its end; else a pill offers the way there.
{
  const scroller = document.getElementById("transcript-scroll");
  const end = document.getElementById("transcript-end");
  const jump = document.getElementById("jump");

  if (scroller && end && jump) {
    let following = true;
    const toEnd = () => { scroller.scrollTop = scroller.scrollHeight; };

    new IntersectionObserver(
      ([entry]) => {
        following = entry.isIntersecting;
        jump.hidden = following;
      },
      { root: scroller, rootMargin: "0px 0px 48px" },
    ).observe(end);

    // After layout and before paint: reading the height here costs nothing more.
    new ResizeObserver(() => following && toEnd()).observe(document.getElementById("transcript"));
    new ResizeObserver(() => following && toEnd()).observe(scroller);

    // Only scrolling away by hand ends the following, and it does so before the next text moves the page.
    scroller.addEventListener("wheel", (event) => { if (event.deltaY < 0) following = false; }, { passive: true });

    jump.addEventListener("click", () => {
      following = true;
      toEnd();
    });
    document.addEventListener("htmx:beforeRequest", (event) => {
      if (event.detail.elt.id !== "operation") return;
      following = true;
      toEnd();
    });
  }
}
