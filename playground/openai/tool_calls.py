"""The tool calls of a streamed choice.

Reference: https://platform.openai.com/docs/guides/function-calling#streaming
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from playground.openai.growing import GrowingText, merged


class ToolCall:
    """One call of a function or a custom tool; `arguments` (a custom tool's input) grows."""

    def __init__(self) -> None:
        self.id = ""
        self.type = ""
        self.name = ""
        self.arguments = GrowingText()
        self.extra: dict[str, Any] = {}

    def feed(self, piece: Mapping[str, Any]) -> None:
        for key, value in piece.items():
            if key in ("function", "custom"):
                self.type = self.type or key
                self._feed_function(value or {})
            elif key in ("id", "type"):
                if value:
                    setattr(self, key, value)
            elif key != "index":
                self.extra[key] = merged(self.extra.get(key), value, key)

    def _feed_function(self, function: Mapping[str, Any]) -> None:
        self.name = self.name or function.get("name") or ""
        arguments = function.get("arguments", function.get("input"))
        if arguments:
            self.arguments.append(arguments if isinstance(arguments, str) else json.dumps(arguments))

    def result(self) -> dict[str, Any]:
        kind = self.type or "function"
        text = "input" if kind == "custom" else "arguments"
        return {
            "id": self.id,
            "type": kind,
            kind: {"name": self.name, text: str(self.arguments)},
            **self.extra,
        }


class ToolCalls:
    """The calls of one choice in the order in which they began."""

    def __init__(self) -> None:
        self.calls: list[ToolCall] = []
        self._by_index: dict[int, ToolCall] = {}

    def feed(self, pieces: Iterable[Mapping[str, Any]]) -> None:
        for piece in pieces:
            self._call_of(piece).feed(piece)

    def _call_of(self, piece: Mapping[str, Any]) -> ToolCall:
        """The call that a piece belongs to: by `index`, or by `id` as some send no index or always 0."""
        index, id_ = piece.get("index"), piece.get("id")
        if index is not None:
            call = self._by_index.get(index)
        elif id_:
            call = next((known for known in self.calls if known.id == id_), None)
        else:
            call = self.calls[-1] if self.calls else None
        if call is None or (id_ and call.id and call.id != id_ and piece.get("function", {}).get("name")):
            call = ToolCall()
            self.calls.append(call)
        if index is not None:
            self._by_index[index] = call
        return call
