// Where JSON goes wrong, in the server's words: "Line 3, column 7: expected a comma". Browsers word it each their own way.
{
  const token = {
    space: /[ \t\n\r]*/y,
    number: /-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y,
    word: /true|false|null/y,
    string: /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*/y,
  };

  const scan = (text) => {
    let at = 0;
    const take = (kind) => {
      token[kind].lastIndex = at;
      const found = token[kind].exec(text)?.[0];
      if (found) at += found.length;
      return found;
    };
    const fail = (words, place = at) => { throw Object.assign(new Error(words), { place }); };
    const skip = () => take("space");

    const string = (missing) => {
      const start = at;
      if (text[at] !== '"') fail(missing);
      take("string");
      if (text[at] === '"') { at += 1; return; }
      if (at >= text.length) fail("this string has no closing quote", start);
      fail(text[at] === "\\" ? "this backslash starts no known escape" : "write a line break inside a string as \\n");
    };

    const items = (close, item) => {
      at += 1;
      skip();
      if (text[at] === close) { at += 1; return; }
      for (;;) {
        item();
        skip();
        if (text[at] === close) { at += 1; return; }
        if (text[at] !== ",") fail("expected a comma");
        at += 1;
        skip();
      }
    };

    const pair = () => {
      string("expected a name in double quotes");
      skip();
      if (text[at] !== ":") fail("expected a colon");
      at += 1;
      skip();
      value();
    };

    const value = () => {
      if (text[at] === "{") items("}", pair);
      else if (text[at] === "[") items("]", value);
      else if (text[at] === '"') string("");
      else if (!take("number") && !take("word")) fail("expected a value");
    };

    skip();
    value();
    skip();
    if (at < text.length) fail("expected the end of the JSON");
  };

  // Only spaces change: parsing and writing would round long numbers and lose a 1.0.
  window.indentJSON = (text) => {
    const tokens = text.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g) ?? [];
    let depth = 0;
    const line = () => `\n${"  ".repeat(depth)}`;
    return tokens.reduce((out, token, index) => {
      const before = tokens[index - 1];
      if (/^[}\]]$/.test(token)) {
        depth -= 1;
        return out + (/^[{[]$/.test(before) ? "" : line()) + token;
      }
      const gap = /^[{[,]$/.test(before ?? "") ? line() : before === ":" ? " " : "";
      if (/^[{[]$/.test(token)) depth += 1;
      return out + gap + token;
    }, "");
  };

  // An empty text when all is well.
  window.jsonProblem = (text) => {
    try {
      JSON.parse(text);
      return "";
    } catch {
      try {
        scan(text);
        return "";
      } catch (error) {
        if (error.place === undefined) return "The JSON is nested too deeply";
        const before = text.slice(0, error.place).split("\n");
        return `Line ${before.length}, column ${before.at(-1).length + 1}: ${error.message}`;
      }
    }
  };
}
