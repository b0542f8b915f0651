"""A response that was read, whole or as the events that made it, as its timeline."""

from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from playground.openai.errors import OpenAIError
from playground.openai.sse import EventDecoder
from playground.runs.pieces import Received
from playground.runs.reads import Read

from .transcript import STORED, ResponseTranscript


@dataclass(frozen=True, slots=True)
class Shown:
    """`events` is how many came, None where the response came as a whole; `response` is the object."""

    html: SafeString
    response: dict[str, Any]
    events: int | None = None
    last_event: int | None = None

    @property
    def is_under_way(self) -> bool:
        return self.response.get("status") in ("queued", "in_progress")


def shown(read: Read, params: dict[str, Any]) -> Shown | None:
    """None where the read failed, or brought nothing that can be shown."""
    if read.error is not None or read.body is None:
        return None
    transcript = ResponseTranscript(STORED, {})
    events: list[Received] | None = None
    if isinstance(read.body, str):
        decoder = EventDecoder(transcript.event_limit)
        decoded = [*decoder.feed(read.body.encode("utf-8", "surrogatepass")), *decoder.close()]
        events = [Received(0, event.event, event.data) for event in decoded]
        transcript.replay(events)
    else:
        try:
            transcript.load(read.body)
        except OpenAIError:
            if transcript.result() is None:
                return None
    while transcript.is_behind:
        transcript.settle()
    transcript.close()
    count = None if events is None else len(events)
    return Shown(transcript.html(), transcript.result() or {}, count, transcript.fold.number)
