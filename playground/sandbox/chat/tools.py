"""Which of its tools a chat completion calls."""

from random import Random
from typing import Any

from .. import calling
from ..calling import Tool, name_of
from ..strings import Hints


def calls(params: dict[str, Any], hints: Hints, rng: Random) -> list[Tool]:
    """The tool calls of an answer as the API writes them, [] when it answers in words."""
    tools, mode = offered(params)
    answered = params["messages"][-1]["role"] in ("tool", "function")
    single = params.get("parallel_tool_calls") is False or "functions" in params
    return calling.calls(tools, mode, hints, rng, answered=answered, single=single)


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
