"""What an answer does before it says anything: which tools it calls, and in which order."""

from dataclasses import dataclass, field
from random import Random
from typing import Any

from .. import calling, tokens
from ..strings import Hints
from ..writer import Prompt
from . import hosted, mcp
from .context import Context, Item, new_id
from .tools import Tool, family, matches

CALLABLE = ("function", "custom")
Params = dict[str, Any]


@dataclass(slots=True)
class Actions:
    """`items` are the output so far, `families` the tools that need a word in the message.

    When `waits`, the caller has to answer first, and there is no message.
    """

    items: list[Item] = field(default_factory=list)
    families: set[str] = field(default_factory=set)
    waits: bool = False
    written: int = 0


def actions(params: Params, context: Context, prompt: Prompt, rng: Random) -> Actions:
    tools, mode = offered(params)
    done = Actions()
    if mode == "none":
        return done
    named = params.get("tool_choice")
    for tool in tools:
        if tool["type"] == "mcp":
            done.items += mcp.listing(tool, context)
    for tool in wanted(tools, mode, context, prompt)[: params.get("max_tool_calls")]:
        item = call(tool, context, prompt, rng, named.get("name") if isinstance(named, dict) else None)
        done.items.append(item)
        if item["type"] in ("computer_call", "mcp_approval_request"):
            done.waits = True
        else:
            done.families.add(family(tool["type"]))
    own = [in_chat_shape(tool) for tool in tools if tool["type"] in CALLABLE]
    busy = done.waits or bool(done.families)
    calls = calling.calls(
        own,
        "auto" if busy else mode,
        Hints.of(prompt.text, prompt.words),
        rng,
        answered=context.answered,
        single=params.get("parallel_tool_calls") is False,
    )
    done.items += [item_of(made) for made in calls]
    done.written = sum(tokens.count(made[made["type"]].get("arguments", "")) for made in calls)
    done.waits = done.waits or bool(calls)
    return done


def offered(params: Params) -> tuple[list[Tool], str]:
    """The tools that may be called, and the mode: none, auto or required."""
    tools, choice = params.get("tools", []), params.get("tool_choice", "auto")
    if isinstance(choice, str):
        return tools, choice
    if choice["type"] == "allowed_tools":
        allowed = [tool for tool in tools if any(matches(tool, one) for one in choice["tools"])]
        return allowed, choice["mode"]
    return [tool for tool in tools if matches(tool, choice)], "required"


def wanted(tools: list[Tool], mode: str, context: Context, prompt: Prompt) -> list[Tool]:
    """The tools of the API's own that this answer uses, one of a kind."""
    own = [tool for tool in tools if family(tool["type"]) in hosted.MAKERS or tool["type"] == "mcp"]
    if goes_on(context):
        return [tool for tool in own if family(tool["type"]) == "computer"][:1]
    approved = [tool for tool in own if tool["type"] == "mcp" and mcp.approved(tool, context)]
    if approved or context.answered:
        return approved
    found = {} if prompt.exact is not None else {key(t): t for t in own if hosted.concerns(t, prompt)}
    if mode == "required" and not found and tools[0] in own:
        found = {key(tools[0]): tools[0]}
    return list(found.values())


def key(tool: Tool) -> str:
    return f"{family(tool['type'])} {tool.get('server_label')}"


def goes_on(context: Context) -> bool:
    """Whether the screenshot was just sent that the click needs."""
    looked = sum(item["type"] == "computer_call" for item in context.items)
    return looked == 1 and bool(context.given) and context.given[-1]["type"] == "computer_call_output"


def call(tool: Tool, context: Context, prompt: Prompt, rng: Random, name: str | None) -> Item:
    if tool["type"] == "mcp":
        return mcp.approved(tool, context) or mcp.asked(tool, prompt, name)
    if goes_on(context):
        return hosted.click(tool, rng)
    return hosted.MAKERS[family(tool["type"])](tool, prompt, rng)


def in_chat_shape(tool: Tool) -> Tool:
    inner = {name: tool[name] for name in ("name", "description", "parameters") if name in tool}
    return {"type": tool["type"], tool["type"]: inner}


def item_of(made: Tool) -> Item:
    """A call in the shape of an output item."""
    inner = made[made["type"]]
    if made["type"] == "custom":
        return {"id": new_id("ctc"), "type": "custom_tool_call", "call_id": made["id"], **inner}
    status = {"status": "completed"}
    return {"id": new_id("fc"), "type": "function_call", **status, **inner, "call_id": made["id"]}
