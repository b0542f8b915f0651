"""Which tools an answer calls, and how: forced ones always, others when the prompt is about them."""

import json
import re
from random import Random
from typing import Any

from .instances import Unsatisfiable, instance_of
from .strings import PLACES, Hints

Tool = dict[str, Any]
MOST_CALLS = 4
CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
STOPWORDS = {
    "a",
    "an",
    "and",
    "by",
    "call",
    "for",
    "from",
    "function",
    "get",
    "given",
    "in",
    "is",
    "of",
    "on",
    "or",
}
STOPWORDS |= {
    "return",
    "returns",
    "set",
    "string",
    "the",
    "this",
    "to",
    "tool",
    "use",
    "what",
    "with",
    "you",
    "your",
}


def calls(
    tools: list[Tool], mode: str, hints: Hints, rng: Random, *, answered: bool, single: bool
) -> list[Tool]:
    """The calls of `tools` as the API writes them; `mode` is none, auto or required.

    When tools have just `answered`, only what is required is called; `single` allows one call.
    """
    if not tools or mode == "none":
        return []
    wanted = [] if answered else [tool for tool in tools if concerns(tool, hints)]
    if mode == "required":
        wanted = wanted or tools[:1]
    if single:
        return [call(tool, hints, rng) for tool in wanted[:1]]
    return [call(tool, each, rng) for tool in wanted[:MOST_CALLS] for each in subjects(tool, hints)][
        :MOST_CALLS
    ]


def name_of(tool: Tool) -> str:
    return str(tool[tool["type"]]["name"])


def concerns(tool: Tool, hints: Hints) -> bool:
    """Whether the prompt shares a word that matters with the tool's name or description."""
    inner = tool[tool["type"]]
    name = CAMEL.sub(" ", inner["name"]).replace("_", " ")
    text = f"{name} {inner.get('description') or ''}"
    about = {stem(word) for word in re.findall(r"[^\W\d_]{2,}", text.lower())} - STOPWORDS
    asked = {stem(word) for word in re.findall(r"[^\W\d_]{2,}", hints.lowered)}
    return bool(about & asked) or inner["name"].lower() in hints.lowered


def stem(word: str) -> str:
    return word[:-1] if word.endswith("s") and len(word) > 3 else word


def subjects(tool: Tool, hints: Hints) -> list[Hints]:
    """The prompt once, or once for each of several places when the tool takes one place."""
    fields = (tool.get("function", {}).get("parameters") or {}).get("properties", {})
    if len(hints.names) < 2 or not any(PLACES.search(name.lower()) for name in fields):
        return [hints]
    return [Hints(hints.text, hints.words, (name,), hints.numbers, hints.lowered) for name in hints.names]


def call(tool: Tool, hints: Hints, rng: Random) -> Tool:
    identity = f"call_{rng.getrandbits(96):024x}"
    if tool["type"] == "custom":
        return {"id": identity, "type": "custom", "custom": {"name": name_of(tool), "input": hints.text}}
    arguments = arguments_for(tool["function"], hints, rng)
    return {"id": identity, "type": "function", "function": {"name": name_of(tool), "arguments": arguments}}


def arguments_for(function: Tool, hints: Hints, rng: Random) -> str:
    """JSON that fits the function's schema; `{}` when nothing does."""
    schema = {"type": "object", **(function.get("parameters") or {"properties": {}})}
    try:
        value = instance_of(schema, hints, rng)
    except Unsatisfiable:
        value = {}
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
