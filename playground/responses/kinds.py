"""What the timeline shows of each kind of item: its words, its icon, and the facts its template prints."""

import json
from dataclasses import dataclass
from typing import Any

from .fold_items import Item

Source = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """`template` names a file in templates/responses/items/; `about` the fields whose words stand beside the title."""

    title: str
    icon: str
    template: str = "none"
    about: tuple[str, ...] = ()


KINDS: dict[str, Kind] = {
    "message": Kind("Message", "chat", "message"),
    "reasoning": Kind("Reasoning", "bulb", "reasoning"),
    "function_call": Kind("Function call", "tool", "function_call", ("name",)),
    "custom_tool_call": Kind("Custom tool call", "tool", "function_call", ("name",)),
    "web_search_call": Kind("Web search", "search", "web_search_call"),
    "file_search_call": Kind("File search", "file", "file_search_call"),
    "code_interpreter_call": Kind("Code interpreter", "code", "code_interpreter_call"),
    "image_generation_call": Kind("Image generation", "image", "image_generation_call", ("size", "quality")),
    "computer_call": Kind("Computer use", "screen", "computer_call"),
    "mcp_list_tools": Kind("MCP tools", "list", "mcp_list_tools", ("server_label",)),
    "mcp_call": Kind("MCP call", "tool", "mcp_call", ("server_label", "name")),
    "mcp_approval_request": Kind("MCP approval", "help", "mcp_approval_request", ("server_label", "name")),
}


def kind_of(item: Item) -> Kind:
    found = KINDS.get(item.type)
    return found or Kind(item.type.replace("_", " ").capitalize()[:60], "braces", "other")


def about(item: Item) -> str:
    """A few words beside the title."""
    words = [item.source.get(name) for name in kind_of(item).about]
    return " · ".join(word for word in words if isinstance(word, str) and word)


def queries(source: Source) -> list[str]:
    """What was searched for, each once."""
    action = source.get("action") if isinstance(source.get("action"), dict) else {}
    asked = [*texts(source.get("queries")), *texts((action or {}).get("queries"))]
    if isinstance(query := (action or {}).get("query"), str) and query:
        asked.insert(0, query)
    return list(dict.fromkeys(asked))


def texts(value: Any) -> list[str]:
    return [text for text in value if isinstance(text, str)] if isinstance(value, list) else []


def objects(value: Any) -> list[Source]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def actions(source: Source) -> list[tuple[str, str]]:
    """What is to be done at a computer, each as its type and the rest in words."""
    listed = objects(source.get("actions")) or objects([source.get("action")])
    return [(str(action.get("type") or "action"), details(action)) for action in listed]


def details(action: Source) -> str:
    rest = {name: value for name, value in action.items() if name != "type"}
    return ", ".join(
        f"{name} {value if isinstance(value, str) else json.dumps(value)}" for name, value in rest.items()
    )


def pretty(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)
