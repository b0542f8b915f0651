"""Folding a stream of chunks that each tell something of one or more choices: chat completions and completions."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from playground.openai.errors import MalformedAnswer

DONE = "[DONE]"


class GrowingChoice(Protocol):
    finish_reason: str | None

    def feed(self, choice: Mapping[str, Any], /) -> None: ...

    def result(self) -> dict[str, Any]: ...


C = TypeVar("C", bound=GrowingChoice)


class ChoicesStream(ABC, Generic[C]):
    """`choices` maps each index to what is known of that choice. `expected` is how many there will be."""

    object: ClassVar[str]
    """The `object` of the API's whole answer."""
    most_choices: ClassVar[int]

    def __init__(self, expected: int = 1) -> None:
        self.choices: dict[int, C] = {}
        self.usage: dict[str, Any] | None = None
        self._expected = expected
        self._fields: dict[str, Any] = {}
        self._closed = False

    @abstractmethod
    def new_choice(self, index: int) -> C: ...

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
            raise MalformedAnswer(f"A part of the stream is not a {self.object} chunk.") from error

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
        """The answer so far, in the shape that the API returns without streaming."""
        result = {**self._fields, "object": self.object}
        result["choices"] = [self.choices[index].result() for index in sorted(self.choices)]
        return result if self.usage is None else {**result, "usage": self.usage}

    def _choice(self, index: int) -> C:
        choice = self.choices.get(index) if type(index) is int else None
        if choice is None:
            if type(index) is not int or not 0 <= index < self.most_choices:
                raise ValueError("no index of a choice")
            choice = self.choices[index] = self.new_choice(index)
        return choice
