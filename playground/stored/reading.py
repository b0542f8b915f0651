"""An open completion for the page: its conversation as a person reads it, its facts, its labels."""

import json
from dataclasses import dataclass, field
from typing import Any

from playground.runs import readable
from playground.runs.readable import Message, pretty
from playground.runs.reads import Read

from . import shapes
from .models import Completion
from .opening import as_sent, params_of

FACTS = ("id", "created", "model", "service_tier", "system_fingerprint", "request_id", "input_user")


@dataclass(frozen=True)
class Opened:
    """`body` is the API's object; `messages` the page of them that is shown. `reads` are the calls behind it."""

    completion_id: str
    body: dict[str, Any]
    messages: list[Any]
    kept: Completion | None = None
    reads: tuple[Read, ...] = ()
    after: str = ""
    labels: list[tuple[str, str]] = field(default_factory=list)

    @property
    def conversation(self) -> list[Message]:
        return [readable.message(as_sent(message), "messages") for message in self.messages]

    @property
    def answers(self) -> list[Message]:
        """The message of each choice."""
        choices = self.body.get("choices")
        found = (
            [choice.get("message") for choice in choices if isinstance(choice, dict)]
            if isinstance(choices, list)
            else []
        )
        return [readable.message(as_sent(message), "assistant") for message in found if message]

    @property
    def model(self) -> str:
        return shapes.text_of(self.body.get("model"))

    @property
    def usage(self) -> dict[str, Any]:
        return shapes.usage_of(self.body)

    @property
    def finish_reason(self) -> str:
        return shapes.finish_reason(self.body)

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What the API says of it, and the parameters that it was made with."""
        said = [(name, shapes.text_of(self.body[name])) for name in FACTS if self.body.get(name)]
        params = params_of({**self.body, "metadata": None, "model": None}, [])
        return said + [
            (name, value if isinstance(value, str) else pretty(value, indent=None))
            for name, value in params.items()
            if name != "messages"
        ]

    @property
    def json(self) -> str:
        return json.dumps(self.body, ensure_ascii=False, indent=2)


def from_upstream(completion_id: str, reads: tuple[Read, Read], kept: Completion | None) -> Opened:
    completion, messages = reads
    body = completion.body if isinstance(completion.body, dict) else {}
    found = live_messages(messages.body)
    last = found[-1].get("id") if found and isinstance(found[-1], dict) else None
    has_more = isinstance(messages.body, dict) and messages.body.get("has_more") is True
    after = last if has_more and isinstance(last, str) else ""
    return Opened(completion_id, body, found, kept, reads, after, shapes.labels(body.get("metadata")))


def from_mirror(kept: Completion) -> Opened:
    return Opened(kept.completion_id, kept.body, kept.messages, kept, labels=shapes.labels(kept.metadata))


def live_messages(body: Any) -> list[Any]:
    found = body.get("data") if isinstance(body, dict) else None
    return found if isinstance(found, list) else []
