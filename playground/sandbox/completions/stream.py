"""A completion as server-sent events: those of all choices in turn, a token each."""

from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from ..chat.stream import quote
from .choices import Choice
from .compose import Completion


class Events:
    """Writes the events of one completion."""

    def __init__(self, completion: Completion) -> None:
        self.completion = completion
        options = completion.params.get("stream_options", {})
        self.usage = bool(options.get("include_usage"))
        self.obfuscate = bool(options.get("include_obfuscation"))
        self.head = quote(completion.head())[:-1]

    def __iter__(self) -> Iterator[str]:
        choices = enumerate(self.completion.choices)
        for events in zip_longest(*(self.of_choice(index, choice) for index, choice in choices)):
            yield from (event for event in events if event is not None)
        if self.usage:
            yield f'data: {self.head},"choices":[],"usage":{quote(self.completion.usage())}}}\n\n'

    def of_choice(self, index: int, choice: Choice) -> Iterator[str]:
        """The repeated prompt at once, then a token each, then the reason for the end."""
        top, start = self.completion.params.get("logprobs"), len(choice.echo)
        if choice.echo:
            yield self.event(index, "".join(choice.echo), choice.logprobs(top, 0, start))
        for position, piece in enumerate(choice.pieces, start):
            yield self.event(index, piece, choice.logprobs(top, position, position + 1))
        yield self.event(index, "", finish=choice.finish_reason)

    def event(self, index: int, text: str, logprobs: Any = None, finish: str | None = None) -> str:
        choice = {"text": text, "index": index, "logprobs": logprobs, "finish_reason": finish}
        padding = f',"obfuscation":"{"x" * (16 - len(text) % 16)}"' if self.obfuscate else ""
        usage = ',"usage":null' if self.usage else ""
        return f'data: {self.head},"choices":[{quote(choice)}]{padding}{usage}}}\n\n'
