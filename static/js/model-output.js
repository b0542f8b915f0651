// What a model wrote is put in place as it is: htmx neither looks into it for attributes of its own nor cleans up after
// it, which for each of thousands of elements would cost more than showing them.
htmx.defineExtension("model-output", {
  handleSwap(style, target, holder) {
    const put = { "put-before": "before", "put-in": "replaceChildren", "put-last": "append" }[style];
    if (put) target[put](...holder.childNodes);
    return Boolean(put);
  },
});
