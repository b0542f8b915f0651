"""Which tools an answer calls, and how: forced ones always, others when the prompt is about them."""

import json
import re
from random import Random
from typing import Any

from ..instances import Unsatisfiable, instance_of
from ..strings import PLACES, Hints

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


def calls(params: dict[str, Any], hints: Hints, rng: Random) -> list[Tool]:
    """The tool calls of an answer as the API writes them, [] when it answers in words."""
    tools, mode = offered(params)
    if not tools or mode == "none":
        return []
    answered = params["messages"][-1]["role"] in ("tool", "function")
    wanted = [] if answered else [tool for tool in tools if concerns(tool, hints)]
    if mode == "required":
        wanted = wanted or tools[:1]
    if params.get("parallel_tool_calls") is False or "functions" in params:
        return [call(tool, hints, rng) for tool in wanted[:1]]
    return [call(tool, each, rng) for tool in wanted[:MOST_CALLS] for each in subjects(tool, hints)][
        :MOST_CALLS
    ]


def offered(params: dict[str, Any]) -> tuple[list[Tool], str]:
    """The tools that may be called, and the mode: none, auto or required."""
    functions = [{"type": "function", "function": function} for function in params.get("functions", ())]
    tools = params.get("tools", functions)
    choice = params.get("tool_choice", params.get("function_call", "auto"))
    if isinstance(choice, str):
        return tools, choice
    if choice.get("type") == "allowed_tools":
        allowed = choice["allowed_tools"]
        names = {name_of(tool) for tool in allowed["tools"]}
        return [tool for tool in tools if name_of(tool) in names], allowed["mode"]
    name = choice.get(choice.get("type"), choice)["name"]
    return [tool for tool in tools if name_of(tool) == name], "required"


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
