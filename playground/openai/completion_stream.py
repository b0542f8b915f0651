"""Folding the chunks of a streamed text completion into the object that comes without streaming.

Reference: https://platform.openai.com/docs/api-reference/completions/object
"""

from collections.abc import Mapping
from typing import Any

from playground.openai.choices import text_of
from playground.openai.errors import MalformedAnswer
from playground.openai.growing import GrowingText, merged

DONE = "[DONE]"
# As many prompts as one request takes.
MOST_CHOICES = 2048


class TextChoice:
    """One choice as it grows. `pieces` are its text as it came, each with the logprobs that came with it."""

    def __init__(self, index: int) -> None:
        self.index = index
        self.text = GrowingText()
        self.pieces: list[tuple[str, dict[str, Any]]] = []
        self.logprobs: dict[str, Any] | None = None
        self.finish_reason: str | None = None
        self._fields: dict[str, Any] = {}

    def feed(self, choice: Mapping[str, Any]) -> None:
        logprobs = choice.get("logprobs")
        rated = dict(logprobs) if isinstance(logprobs, dict) else {}
        if text := text_of(choice.get("text") or ""):
            self.text.append(text)
        if text or rated:
            self.pieces.append((text, rated))
        self.logprobs = merged(self.logprobs, rated or None)
        self.finish_reason = choice.get("finish_reason") or self.finish_reason
        known = ("index", "text", "logprobs", "finish_reason")
        self._fields |= {
            name: value for name, value in choice.items() if name not in known and value is not None
        }

    def result(self) -> dict[str, Any]:
        return {
            "text": str(self.text),
            "index": self.index,
            "logprobs": self.logprobs,
            "finish_reason": self.finish_reason,
            **self._fields,
        }


class CompletionStream:
    """Folds chunks of `POST /completions` with `stream: true`, or one whole completion.

    `choices` maps each index to its TextChoice: those of the first prompt, then those of the next. `expected` is how
    many there will be.
    """

    def __init__(self, expected: int = 1) -> None:
        self.choices: dict[int, TextChoice] = {}
        self.usage: dict[str, Any] | None = None
        self._expected = expected
        self._fields: dict[str, Any] = {}
        self._closed = False

    @property
    def done(self) -> bool:
        """Whether the stream came to its proper end: `[DONE]`, or a finish reason for every choice."""
        finished = sum(1 for choice in self.choices.values() if choice.finish_reason)
        return self._closed or finished >= max(self._expected, len(self.choices))

    def feed(self, data: Mapping[str, Any] | str) -> None:
        """Add the JSON of one event, or the string "[DONE]"; MalformedAnswer when it is no such chunk."""
        if isinstance(data, str):
            self._closed = self._closed or data == DONE
            return
        try:
            self._feed(data)
        except (AttributeError, TypeError, ValueError) as error:
            raise MalformedAnswer("A part of the stream is not a completion chunk.") from error

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
        """The completion so far, in the shape that the API returns without streaming."""
        result = {**self._fields, "object": "text_completion"}
        result["choices"] = [self.choices[index].result() for index in sorted(self.choices)]
        return result if self.usage is None else {**result, "usage": self.usage}

    def _choice(self, index: int) -> TextChoice:
        if type(index) is not int or not 0 <= index < MOST_CHOICES:
            raise ValueError("no index of a choice")
        return self.choices.setdefault(index, TextChoice(index))
