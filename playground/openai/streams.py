"""Folding the chunks of a streamed chat completion into the object that comes without streaming.

Reference: https://platform.openai.com/docs/api-reference/chat-streaming
"""

import base64
import json
from collections.abc import Mapping
from typing import Any

DONE = "[DONE]"

_KEPT_WHOLE = frozenset({"id", "type", "index", "role", "name", "object", "format", "signature"})


class GrowingText:
    """A text that arrives in pieces and is joined late; `since(position)` gives what came after that many characters.

    A reader keeps `len(text)` as its position and asks for no more than the new part.
    """

    __slots__ = ("_length", "parts")

    def __init__(self) -> None:
        self.parts: list[str] = []
        self._length = 0

    def append(self, part: str) -> None:
        self.parts.append(part)
        self._length += len(part)

    def since(self, position: int) -> str:
        start, index = self._length, len(self.parts)
        while index and start > position:
            index -= 1
            start -= len(self.parts[index])
        return "".join(self.parts[index:])[max(0, position - start) :]

    def __len__(self) -> int:
        return self._length

    def __str__(self) -> str:
        return "".join(self.parts)


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


class Choice:
    """One choice as it grows. Its texts are `content`, `refusal` and `reasoning` (GrowingText)."""

    def __init__(self, index: int) -> None:
        self.index = index
        self.role = "assistant"
        self.finish_reason: str | None = None
        self.content = GrowingText()
        self.refusal = GrowingText()
        self.reasoning = GrowingText()
        self.tool_calls: list[ToolCall] = []
        self.function_call: ToolCall | None = None
        self.audio: dict[str, Any] = {}
        self.audio_data: list[str] = []
        self.audio_transcript = GrowingText()
        self.annotations: list[Any] = []
        self.logprobs: dict[str, list[Any]] | None = None
        self.extra: dict[str, Any] = {}
        self.message_extra: dict[str, Any] = {}
        self._reasoning_name = "reasoning_content"
        self._slots: dict[int, ToolCall] = {}
        self._seen: set[str] = set()

    @property
    def content_parts(self) -> list[str]:
        return self.content.parts

    @property
    def content_length(self) -> int:
        return len(self.content)

    def text_since(self, position: int) -> str:
        """The content after its first `position` characters."""
        return self.content.since(position)

    def feed(self, choice: Mapping[str, Any]) -> None:
        for key, value in choice.items():
            if key == "delta" or key == "message":
                if value:
                    self._feed_delta(value)
            elif key == "finish_reason":
                self.finish_reason = value or self.finish_reason
            elif key == "logprobs":
                if value:
                    self._feed_logprobs(value)
            elif key == "text":
                if value:
                    self.content.append(value)
            elif key != "index" and value is not None:
                self.extra[key] = value

    def _feed_delta(self, delta: Mapping[str, Any]) -> None:
        for key, value in delta.items():
            if key == "content" and isinstance(value, str):
                if value:
                    self.content.append(value)
            elif value is None:
                self._seen.add(key)
            elif key == "role":
                self.role = value
            elif key == "refusal":
                self.refusal.append(value)
            elif key in ("reasoning_content", "reasoning") and isinstance(value, str):
                self._feed_reasoning(key, value, delta)
            elif key == "tool_calls":
                for piece in value:
                    self._tool_call(piece).feed(piece)
            elif key == "function_call":
                self.function_call = self.function_call or ToolCall()
                self.function_call.feed({"function": value})
            elif key == "audio":
                self._feed_audio(value)
            elif key == "annotations":
                self._seen.add(key)
                self.annotations.extend(value)
            else:
                self.message_extra[key] = merged(self.message_extra.get(key), value, key)

    def _feed_reasoning(self, key: str, value: str, delta: Mapping[str, Any]) -> None:
        if key == "reasoning" and delta.get("reasoning_content"):
            return  # some servers send the same text under both names
        self._reasoning_name = key
        self.reasoning.append(value)

    def _feed_audio(self, audio: Mapping[str, Any]) -> None:
        for key, value in audio.items():
            if key == "data" and value:
                self.audio_data.append(value)
            elif key == "transcript" and value:
                self.audio_transcript.append(value)
            elif value is not None and key not in ("data", "transcript"):
                self.audio[key] = value

    def _feed_logprobs(self, logprobs: Mapping[str, Any]) -> None:
        if self.logprobs is None:
            self.logprobs = {}
        for key, value in logprobs.items():
            self.logprobs[key] = merged(self.logprobs.get(key), value, key)

    def _tool_call(self, piece: Mapping[str, Any]) -> ToolCall:
        """The call that a piece belongs to: by `index`; servers that leave it out, or number all calls 0, by `id`."""
        index, id_ = piece.get("index"), piece.get("id")
        call = self._slots.get(index) if index is not None else None
        if call is None and index is None:
            known = (c for c in self.tool_calls if c.id == id_) if id_ else iter(self.tool_calls[-1:])
            call = next(known, None)
        names_another = id_ and call is not None and call.id and call.id != id_
        if call is None or (names_another and (piece.get("function") or {}).get("name")):
            call = ToolCall()
            self.tool_calls.append(call)
        if index is not None:
            self._slots[index] = call
        return call

    def result(self) -> dict[str, Any]:
        return {
            "index": self.index,
            "message": self._message(),
            "logprobs": self.logprobs,
            "finish_reason": self.finish_reason,
            **self.extra,
        }

    def _message(self) -> dict[str, Any]:
        silent = self.tool_calls or self.function_call or self.refusal or self.audio_data
        message: dict[str, Any] = {
            "role": self.role,
            "content": str(self.content) if self.content or not silent else None,
        }
        if self.refusal or "refusal" in self._seen:
            message["refusal"] = str(self.refusal) if self.refusal else None
        if self.reasoning:
            message[self._reasoning_name] = str(self.reasoning)
        if self.annotations or "annotations" in self._seen:
            message["annotations"] = self.annotations
        if self.tool_calls:
            calls = [self._slots[index] for index in sorted(self._slots)]
            calls = list(dict.fromkeys(calls + self.tool_calls))
            message["tool_calls"] = [call.result() for call in calls]
        if self.function_call:
            message["function_call"] = self.function_call.result()["function"]
        if self.audio or self.audio_data or self.audio_transcript:
            message["audio"] = {
                **self.audio,
                "data": joined_base64(self.audio_data),
                "transcript": str(self.audio_transcript),
            }
        return {**message, **self.message_extra}


class ChatCompletionStream:
    """Folds chunks of `POST /chat/completions` with `stream: true`.

    `choices` maps each index to its Choice. `expected` is the request's `n`: with several choices the stream is not
    done before so many have finished.
    """

    def __init__(self, expected: int = 1) -> None:
        self.choices: dict[int, Choice] = {}
        self.usage: dict[str, Any] | None = None
        self._expected = expected
        self._fields: dict[str, Any] = {}
        self._closed = False

    @property
    def done(self) -> bool:
        """Whether the stream came to its proper end: `[DONE]`, or a finish reason for every choice."""
        if self._closed:
            return True
        finished = sum(1 for choice in self.choices.values() if choice.finish_reason)
        return finished >= max(self._expected, len(self.choices))

    def feed(self, data: Mapping[str, Any] | str) -> None:
        """Add the JSON of one event, or the string "[DONE]"."""
        if data == DONE:
            self._closed = True
            return
        for key, value in data.items():  # type: ignore[union-attr]
            if key == "choices":
                for choice in value or ():
                    self._choice(choice.get("index") or 0).feed(choice)
            elif key == "usage":
                self.usage = value or self.usage
            elif value is not None and key != "obfuscation":
                self._fields[key] = value

    def result(self) -> dict[str, Any]:
        """The chat completion so far, in the shape that the API returns without streaming."""
        result = {**self._fields, "object": "chat.completion"}
        result["choices"] = [self.choices[index].result() for index in sorted(self.choices)]
        if self.usage is not None:
            result["usage"] = self.usage
        return result

    def _choice(self, index: int) -> Choice:
        choice = self.choices.get(index)
        if choice is None:
            choice = self.choices[index] = Choice(index)
        return choice


def merged(old: Any, new: Any, key: str = "") -> Any:
    """`new` added to `old`, for fields that nobody knows: texts and lists grow, objects merge, the rest is replaced."""
    if old is None or new is None:
        return old if new is None else new
    if isinstance(old, str) and isinstance(new, str):
        return new if key in _KEPT_WHOLE else old + new
    if isinstance(old, dict) and isinstance(new, dict):
        both = {name: merged(old.get(name), value, name) for name, value in new.items()}
        return {**old, **both}
    if isinstance(old, list) and isinstance(new, list):
        return old + new
    return new


def joined_base64(parts: list[str]) -> str:
    """Base64 pieces as one, also when each was encoded, and padded, by itself."""
    if not any(part.endswith("=") for part in parts[:-1]):
        return "".join(parts)
    return base64.b64encode(b"".join(base64.b64decode(part) for part in parts)).decode("ascii")
