"""One choice of a streamed chat completion."""

from collections.abc import Callable, Mapping
from typing import Any

from playground.openai.growing import GrowingText, joined_base64, merged
from playground.openai.tool_calls import ToolCall, ToolCalls

_NULL_SAYS_NOTHING = frozenset({"content", "tool_calls", "function_call", "audio"})


def text_of(value: Any) -> str:
    """The value, which has to be text; TypeError when it is not."""
    if not isinstance(value, str):
        raise TypeError("no text")
    return value


class Choice:
    """One choice as it grows. Its texts are `content`, `refusal` and `reasoning` (GrowingText)."""

    def __init__(self, index: int) -> None:
        self.index = index
        self.role = "assistant"
        self.finish_reason: str | None = None
        self.content = GrowingText()
        self.refusal = GrowingText()
        self.reasoning = GrowingText()
        self.function_call: ToolCall | None = None
        self.audio_data: list[str] = []
        self.audio_transcript = GrowingText()
        self.logprobs: dict[str, list[Any]] | None = None
        self._tool_calls = ToolCalls()
        self._audio: dict[str, Any] = {}
        self._fields: dict[str, Any] = {}
        self._message_fields: dict[str, Any] = {}
        self._reasoning_name = ""
        self._feeders: dict[str, Callable[[Any], None]] = {
            "refusal": self._feed_refusal,
            "reasoning_content": self._feed_reasoning_content,
            "reasoning": self._feed_reasoning,
            "tool_calls": self._tool_calls.feed,
            "function_call": self._feed_function_call,
            "audio": self._feed_audio,
        }

    @property
    def content_parts(self) -> list[str]:
        """The pieces of the content as they came."""
        return self.content.parts

    @property
    def content_length(self) -> int:
        return len(self.content)

    def text_since(self, position: int) -> str:
        """The content after its first `position` characters."""
        return self.content.since(position)

    @property
    def tool_calls(self) -> list[ToolCall]:
        """The tool calls so far, in the order in which they began."""
        return self._tool_calls.calls

    @property
    def is_text_alone(self) -> bool:
        """Whether nothing came so far but text, and no end."""
        parts = (
            self.refusal,
            self.function_call,
            self.audio_transcript,
            self.tool_calls,
            self._message_fields,
        )
        return not self.finish_reason and not any(parts)

    def feed(self, choice: Mapping[str, Any]) -> None:
        for key, value in choice.items():
            if value is None or key == "index":
                continue
            if key == "delta":
                self._feed_delta(value)
            elif key == "finish_reason":
                self.finish_reason = value
            elif key == "logprobs":
                self.logprobs = merged(self.logprobs, value)
            else:
                self._fields[key] = value

    def _feed_delta(self, delta: Mapping[str, Any]) -> None:
        for key, value in delta.items():
            if key == "content" and isinstance(value, str):
                if value:
                    self.content.append(value)
            elif key == "content" and isinstance(value, list):
                self._feed_parts(value)
            elif key == "role":
                self.role = value or self.role
            elif value is not None and key in self._feeders:
                self._feeders[key](value)
            elif value is not None or key not in _NULL_SAYS_NOTHING:
                self._message_fields[key] = merged(self._message_fields.get(key), value, key)

    def _feed_parts(self, parts: list[Any]) -> None:
        """Content as a list of parts, as some servers send it: kept as it is, its text shown like any."""
        self._message_fields["content"] = merged(self._message_fields.get("content"), parts)
        for part in parts:
            if isinstance(part, dict) and part.get("type") == "text":
                self.content.append(text_of(part.get("text")))

    def _feed_refusal(self, text: Any) -> None:
        self.refusal.append(text_of(text))

    def _feed_reasoning_content(self, text: Any) -> None:
        self._feed_reasoning(text, "reasoning_content")

    def _feed_reasoning(self, text: Any, name: str = "reasoning") -> None:
        # Some servers send the same text under both names: the first one counts.
        self._reasoning_name = self._reasoning_name or name
        if name == self._reasoning_name:
            self.reasoning.append(text_of(text))

    def _feed_function_call(self, piece: Mapping[str, Any]) -> None:
        self.function_call = self.function_call or ToolCall()
        self.function_call.feed({"function": piece})

    def _feed_audio(self, audio: Mapping[str, Any]) -> None:
        if data := audio.get("data"):
            self.audio_data.append(text_of(data))
        if transcript := audio.get("transcript"):
            self.audio_transcript.append(text_of(transcript))
        self._audio.update(audio)

    def result(self) -> dict[str, Any]:
        """The choice as it stands in a chat completion that was not streamed."""
        return {
            "index": self.index,
            "message": self._message(),
            "logprobs": self.logprobs,
            "finish_reason": self.finish_reason,
            **self._fields,
        }

    def _message(self) -> dict[str, Any]:
        has_other = self.tool_calls or self.function_call or self.refusal or self._audio
        message: dict[str, Any] = {
            "role": self.role,
            "content": str(self.content) if self.content or not has_other else None,
            **self._message_fields,
        }
        if self.refusal:
            message["refusal"] = str(self.refusal)
        if self.reasoning:
            message[self._reasoning_name] = str(self.reasoning)
        if self.tool_calls:
            message["tool_calls"] = [call.result() for call in self.tool_calls]
        if self.function_call:
            message["function_call"] = self.function_call.result()["function"]
        if self._audio:
            data, transcript = joined_base64(self.audio_data), str(self.audio_transcript)
            message["audio"] = {**self._audio, "data": data, "transcript": transcript}
        return message
