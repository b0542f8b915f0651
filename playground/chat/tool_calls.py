"""The calls in an assistant's message as the page shows them: of functions, custom tools, and the deprecated kind."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from playground.runs.highlighting import highlighted


@dataclass(frozen=True, slots=True)
class ToolCall:
    """`kind` is function, custom or function_call; `text` holds the arguments, or a custom tool's input."""

    kind: str
    name: str
    id: str
    text: str

    @property
    def arguments(self) -> SafeString:
        return highlighted_json(self.text)

    @property
    def library_kind(self) -> str:
        return "custom" if self.kind == "custom" else "function"


def tool_calls(message: Mapping[str, Any]) -> Iterator[ToolCall]:
    calls = message.get("tool_calls")
    for call in calls if isinstance(calls, list) else ():
        if isinstance(call, dict):
            kind = "custom" if "custom" in call else "function"
            yield tool_call(kind, call.get(kind), str(call.get("id") or ""))
    if isinstance(function := message.get("function_call"), dict):
        yield tool_call("function_call", function, "")


def tool_call(kind: str, called: Any, id: str) -> ToolCall:
    called = called if isinstance(called, dict) else {}
    text = str(called.get("arguments") or called.get("input") or "")
    return ToolCall(kind, str(called.get("name") or "?"), id, text)


def highlighted_json(text: str) -> SafeString:
    try:
        json.loads(text)
    except ValueError:
        return mark_safe(highlighted(text, "text"))
    return mark_safe(highlighted(text, "json"))
