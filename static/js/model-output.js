// What a model wrote is put in place as it is: htmx neither looks into it for attributes of its own nor cleans up after
// it, which for each of thousands of elements would cost more than showing them. Finished blocks are put into groups,
// which a browser passes over where they are out of sight (components/markdown.css): else each new word of a long answer
// would cost as much as all of it.
{
  const GROUP = 20;

  function groupBefore(open) {
    const last = open.previousElementSibling;
    if (last?.matches(".blocks") && last.childElementCount < GROUP) return last;
    const group = document.createElement("div");
    group.className = "blocks";
    open.before(group);
    return group;
  }

  function putBefore(open, blocks) {
    for (const block of blocks) {
      if (block.matches?.(".blocks")) open.before(block);
      else groupBefore(open).append(block);
    }
  }

  htmx.defineExtension("model-output", {
    handleSwap(style, target, holder) {
      const put = { "put-in": "replaceChildren", "put-last": "append" }[style];
      if (put) target[put](...holder.childNodes);
      else if (style === "put-before") putBefore(target, [...holder.childNodes]);
      else return false;
      return true;
    },
  });
}
