"""A stored request as a person reads it: its messages in order, and its other parameters by name."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from .files import references

CONVERSATIONS = ("messages", "input", "prompt")
SHOWN_APART = ("role", "content", "type", "tool_calls", "tool_call_id")
ENCODED_SHOWN = 60


@dataclass
class Message:
    """`texts` are shown as they are, `files` by the uuids of stored files, `calls` as (function, arguments),
    `other` parts as JSON."""

    role: str
    texts: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    calls: list[tuple[str, str]] = field(default_factory=list)
    other: list[str] = field(default_factory=list)


def messages(params: dict[str, Any]) -> list[Message]:
    """What the request says, in order: instructions, then the messages, the input or the prompt."""
    found: list[Message] = []
    if isinstance(instructions := params.get("instructions"), str):
        found.append(Message("instructions", [instructions]))
    for name in CONVERSATIONS:
        value = params.get(name)
        items = value if isinstance(value, list) else [value] if value else []
        found += [message(item, name) for item in items]
    return found


def message(item: Any, name: str) -> Message:
    if isinstance(item, dict):
        read = Message(str(item.get("role") or item.get("type") or name))
        for part in parts(item):
            take(read, part)
        return read
    read = Message(name)
    take(read, item)
    return read


def parts(item: dict[str, Any]) -> Iterator[Any]:
    """The content of a message, part by part, and whatever else it carries (tool calls, a name)."""
    content = item.get("content")
    yield from content if isinstance(content, list) else [content] if content else []
    calls = item.get("tool_calls")
    yield from calls if isinstance(calls, list) else []
    rest = {key: value for key, value in item.items() if key not in SHOWN_APART and value}
    if rest:
        yield rest


def take(read: Message, part: Any) -> None:
    if isinstance(part, str):
        read.texts.append(showable(part))
    elif isinstance(part, dict) and isinstance(text := part.get("text"), str):
        read.texts.append(showable(text))
    elif isinstance(part, dict) and isinstance(function := part.get("function"), dict):
        read.calls.append((showable(str(function.get("name"))), showable(str(function.get("arguments")))))
    elif found := list(references(part)):
        read.files += found
    else:
        read.other.append(pretty(part))


def parameters(params: dict[str, Any]) -> list[tuple[str, str]]:
    """The request's other parameters, as (name, value): text as it is, everything else as JSON."""
    return [
        (name, showable(value) if isinstance(value, str) else pretty(value, indent=None))
        for name, value in params.items()
        if name not in (*CONVERSATIONS, "instructions")
    ]


def pretty(value: Any, *, indent: int | None = 2, limit: int = 2000) -> str:
    """JSON for reading: long strings are cut and say how long they were."""
    return showable(json.dumps(shortened(value, limit), indent=indent, ensure_ascii=False))


def showable(text: str) -> str:
    """The same without halves of surrogate pairs: JSON may hold them, a page cannot."""
    return text.encode("utf-8", "replace").decode()


def shortened(value: Any, limit: int = 2000) -> Any:
    """The same with long strings cut and data: URLs reduced to their beginning; each says how long it was."""
    if isinstance(value, str):
        room = ENCODED_SHOWN if value.startswith("data:") else limit
        return value if len(value) <= room + 40 else f"{value[:room]}… ({len(value):,} characters)"
    if isinstance(value, list):
        return [shortened(item, limit) for item in value]
    if isinstance(value, dict):
        return {key: shortened(item, limit) for key, item in value.items()}
    return value
