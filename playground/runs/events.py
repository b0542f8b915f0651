"""The events of a run's stream, read back from its journal: with times, in groups, a page at a time."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from playground.openai.parsing import parse

from .models import Run
from .pieces import Received, decode
from .readable import showable

PAGE_SIZE = 100
COUNTED_PIECES = 500
SHOWN_DATA = 4000
MOST_CHOICES = 128
# What an event is called whose server gave it no name.
UNNAMED = ("", "message")
CURSOR = re.compile(r"(\d{1,9})\.(\d{1,9})\.(\d{1,9})\.(\d{1,12})")
TEXTS = ("content", "reasoning_content", "reasoning", "refusal")


@dataclass(frozen=True)
class ShownEvent:
    """`ms` since the request left, `delta` since the event before; `text` is its piece of the answer, `choice` that
    answer's index where there are several."""

    number: int
    ms: int
    delta: int
    choice: int | None
    kind: str
    text: str
    data: str


@dataclass(frozen=True)
class Group:
    """Events of one kind, and of one choice, that follow each other."""

    kind: str
    choice: int | None
    events: list[ShownEvent]

    @property
    def text(self) -> str:
        return "".join(event.text for event in self.events)


@dataclass(frozen=True)
class Page:
    groups: list[Group]
    after: str | None
    """The cursor of the next page; None when there is no more so far."""


@dataclass(frozen=True)
class Place:
    """Where a page starts: an event within a piece, its number, and when the one before it came."""

    seq: int = 0
    index: int = 0
    number: int = 1
    ms: int = 0

    def __str__(self) -> str:
        return f"{self.seq}.{self.index}.{self.number}.{self.ms}"


def choices(run: Run) -> range:
    """The indexes of the choices that were asked for."""
    count = run.params.get("n")
    return range(min(count, MOST_CHOICES) if type(count) is int else 1)


def page(run: Run, after: str = "", words: str = "", choice: int | None = None) -> Page:
    """Up to PAGE_SIZE events that hold `words`, all or of one choice; a cursor that is not one starts at the first."""
    several = len(choices(run)) > 1
    match = CURSOR.fullmatch(after)
    start = Place(*map(int, match.groups())) if match else Place()
    shown: list[ShownEvent] = []
    for place, received in events_from(run, start):
        if words.lower() not in f"{received.event} {received.data}".lower():
            continue
        event = read(place, received, several)
        if choice is not None and event.choice != choice:
            continue
        if len(shown) == PAGE_SIZE:
            return Page(grouped(shown), str(place))
        shown.append(event)
    return Page(grouped(shown), None)


def events_from(run: Run, start: Place) -> Iterator[tuple[Place, Received]]:
    number, ms = start.number, start.ms
    for piece in run.pieces.filter(seq__gte=start.seq).iterator(chunk_size=50):
        for index, received in enumerate(decode(bytes(piece.data))):
            if piece.seq == start.seq and index < start.index:
                continue
            yield Place(piece.seq, index, number, ms), received
            number, ms = number + 1, received.ms


def read(place: Place, received: Received, several: bool) -> ShownEvent:
    data = parsed(received.data)
    index = first_choice(data).get("index") if isinstance(data, dict) else None
    return ShownEvent(
        number=place.number,
        ms=received.ms,
        delta=received.ms - place.ms,
        choice=index if several and type(index) is int else None,
        kind=showable(kind_of(data) if received.event in UNNAMED else received.event),
        text=showable(text_of(data)),
        data=showable(received.data[:SHOWN_DATA]) + ("…" if len(received.data) > SHOWN_DATA else ""),
    )


def parsed(data: str) -> Any:
    try:
        return parse(data)
    except ValueError:
        return data


def kind_of(data: Any) -> str:
    """What an event without a name brings: its type, or what a chat completion's chunk changes."""
    if isinstance(data, str):
        return data[:40]
    if not isinstance(data, dict):
        return "value"
    if isinstance(kind := data.get("type") or data.get("object"), str) and not data.get("choices"):
        return "usage" if data.get("usage") else kind
    choice = first_choice(data)
    if choice.get("finish_reason"):
        return f"finish_reason {choice['finish_reason']}"
    return ", ".join(name for name, value in delta_of(choice).items() if value not in (None, "")) or "chunk"


def text_of(data: Any) -> str:
    if not isinstance(data, dict):
        return ""
    if isinstance(delta := data.get("delta"), str):
        return delta
    choice = first_choice(data)
    texts = [delta_of(choice).get(name) for name in TEXTS] + [choice.get("text")]
    return "".join(text for text in texts if isinstance(text, str))


def first_choice(data: dict[str, Any]) -> dict[str, Any]:
    choices = data.get("choices")
    return choices[0] if isinstance(choices, list) and choices and isinstance(choices[0], dict) else {}


def delta_of(choice: dict[str, Any]) -> dict[str, Any]:
    delta = choice.get("delta")
    return delta if isinstance(delta, dict) else {}


def grouped(shown: list[ShownEvent]) -> list[Group]:
    alike = groupby(shown, key=lambda event: (event.kind, event.choice))
    return [Group(kind, choice, list(events)) for (kind, choice), events in alike]


def count(run: Run) -> int:
    """How many events the run has; beyond COUNTED_PIECES pieces of the journal, how many those hold."""
    pieces = run.pieces.values_list("data", flat=True)[:COUNTED_PIECES]
    return sum(1 for data in pieces for _ in decode(data))
