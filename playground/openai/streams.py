"""Folding the chunks of a streamed chat completion into the object that comes without streaming.

Reference: https://platform.openai.com/docs/api-reference/chat-streaming
"""

from collections.abc import Mapping
from typing import Any

from playground.openai.choices import Choice
from playground.openai.errors import MalformedAnswer
from playground.openai.growing import GrowingText
from playground.openai.tool_calls import ToolCall

__all__ = ["DONE", "ChatCompletionStream", "Choice", "GrowingText", "ToolCall"]

DONE = "[DONE]"
# Eight times what the API gives.
MOST_CHOICES = 1024


class ChatCompletionStream:
    """Folds chunks of `POST /chat/completions` with `stream: true`.

    `choices` maps each index to its Choice. `expected` is the request's `n`: with several choices the stream
    is not done before so many have finished.
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
        """Add the JSON of one event, or the string "[DONE]"; MalformedAnswer when it is no such chunk."""
        if isinstance(data, str):
            self._closed = self._closed or data == DONE
            return
        try:
            self._feed(data)
        except (AttributeError, TypeError, ValueError) as error:
            raise MalformedAnswer("A part of the stream is not a chat completion chunk.") from error

    def _feed(self, chunk: Mapping[str, Any]) -> None:
        for key, value in chunk.items():
            if value is None:
                continue
            if key == "choices":
                for choice in value:
                    self._choice(choice.get("index") or 0).feed(choice)
            elif key == "usage":
                self.usage = value if isinstance(value, dict) else self.usage
            elif key != "obfuscation":
                self._fields[key] = value

    def result(self) -> dict[str, Any]:
        """The chat completion so far, in the shape that the API returns without streaming."""
        result = {**self._fields, "object": "chat.completion"}
        result["choices"] = [self.choices[index].result() for index in sorted(self.choices)]
        if self.usage is not None:
            result["usage"] = self.usage
        return result

    def _choice(self, index: int) -> Choice:
        if type(index) is not int or not 0 <= index < MOST_CHOICES:
            raise ValueError("no index of a choice")
        choice = self.choices.get(index)
        if choice is None:
            choice = self.choices[index] = Choice(index)
        return choice
