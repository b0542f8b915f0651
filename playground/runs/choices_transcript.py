"""The transcript of an answer that has choices: chat completions and completions, streamed or whole."""

import json
from abc import abstractmethod
from collections.abc import Mapping
from typing import Any

from django.utils.safestring import SafeString

from playground.openai.choices_stream import DONE, ChoicesStream
from playground.openai.errors import MalformedAnswer, from_event
from playground.openai.parsing import parse

from .pieces import Received
from .transcripts import Transcript


class ChoicesTranscript(Transcript):
    """Folds chunks into a `stream` of choices, or takes a whole answer.

    A feature says what the stream is, how a choice is shown (`settled`: a view for each index), and how all of them
    are (`answer`).
    """

    stream: ChoicesStream[Any]

    def __init__(self, run_id: str, params: dict[str, Any]) -> None:
        super().__init__(run_id, params)
        self.whole: dict[str, Any] | None = None

    @abstractmethod
    def settled(self) -> Mapping[int, Any]:
        """The views of the choices, each with a bite of its work done."""

    @abstractmethod
    def answer(self, views: Any) -> SafeString: ...

    def receive(self, events: list[Received]) -> None:
        for event in events:
            self.stream.feed(event.data if event.data == DONE else self.chunk(event))

    def chunk(self, event: Received) -> dict[str, Any]:
        try:
            chunk = parse(event.data)
        except ValueError as error:
            raise MalformedAnswer("An event of the stream is not JSON.", body=event.data[:2000]) from error
        if reported := from_event(chunk, event.event):
            raise reported
        if not isinstance(chunk, dict):
            raise MalformedAnswer("An event of the stream is not a JSON object.", body=event.data[:2000])
        return chunk

    def load(self, body: Any) -> None:
        if not isinstance(body, dict) or not isinstance(body.get("choices"), list):
            raise MalformedAnswer("The answer has no choices.", body=json.dumps(body)[:2000])
        self.stream.feed({**body, "choices": [self.as_chunk(choice) for choice in body["choices"]]})
        self.whole = body

    def as_chunk(self, choice: Any) -> Any:
        """A choice of a whole answer as if it had come in one chunk."""
        return choice

    @property
    def is_complete(self) -> bool:
        return self.stream.done

    def result(self) -> dict[str, Any] | None:
        if self.whole is not None:
            return self.whole
        return self.stream.result() if self.stream.choices or self.stream.usage else None

    def usage(self) -> dict[str, Any] | None:
        return self.stream.usage

    def html(self) -> SafeString:
        return self.answer(self.settled())

    def settle(self) -> None:
        self.settled()
