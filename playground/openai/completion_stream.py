"""Folding the chunks of a streamed text completion into the object that comes without streaming.

Reference: https://platform.openai.com/docs/api-reference/completions/object
"""

from collections.abc import Mapping
from typing import Any

from playground.openai.choices import text_of
from playground.openai.choices_stream import ChoicesStream
from playground.openai.growing import GrowingText, merged


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


class CompletionStream(ChoicesStream[TextChoice]):
    """Folds chunks of `POST /completions` with `stream: true`, or one whole completion.

    The choices of the first prompt come first, then those of the next.
    """

    object = "text_completion"
    most_choices = 2048  # As many prompts as one request takes.

    def new_choice(self, index: int) -> TextChoice:
        return TextChoice(index)
