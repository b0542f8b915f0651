"""An answer to `GET /models`, whoever wrote it: what each entry says of a model."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from playground.openai.errors import MalformedAnswer, redact

MOST_MODELS = 2000
LONGEST_ID = 200
# What servers call the length of the context, in tokens.
CONTEXT = ("context_window", "context_length", "max_model_len", "max_context_length")
LARGEST = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Offer:
    """A model as its server lists it: `created` is seconds since 1970, `context_window` tokens."""

    id: str
    owned_by: str = ""
    created: int | None = None
    shutdown_date: date | None = None
    context_window: int | None = None


def offers(body: Any) -> tuple[Offer, ...]:
    """The models of a list in its order, each once. Raises MalformedAnswer where there is no list."""
    found = body.get("data", body.get("models")) if isinstance(body, dict) else body
    if not isinstance(found, list):
        raise MalformedAnswer("The answer is not a list of models.", body=redact(str(body)[:500]))
    by_id: dict[str, Offer] = {}
    for offer in read(found[:MOST_MODELS]):
        by_id.setdefault(offer.id, offer)
    return tuple(by_id.values())


def read(entries: list[Any]) -> Iterator[Offer]:
    for entry in entries:
        if isinstance(entry, dict) and (offer := offer_of(entry)):
            yield offer


def offer_of(entry: dict[str, Any]) -> Offer | None:
    """What an entry says; None where it has no id that could be asked for."""
    name = entry.get("id")
    # What cannot be seen can be neither typed nor stored everywhere.
    if not isinstance(name, str) or not 0 < len(name) <= LONGEST_ID or not name.isprintable():
        return None
    return Offer(
        name,
        "".join(filter(str.isprintable, str(entry.get("owned_by") or "")[:LONGEST_ID])),
        whole(entry.get("created")),
        day(entry.get("shutdown_date")),
        next((size for key in CONTEXT if (size := whole(entry.get(key)))), None),
    )


def whole(value: Any) -> int | None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return int(value) if is_number and 0 < value <= LARGEST else None


def day(value: Any) -> date | None:
    """The day that a server writes as `2027-02-28`, as a time of that day, or as seconds since 1970."""
    if seconds := whole(value):
        return datetime.fromtimestamp(seconds, UTC).date()
    try:
        return date.fromisoformat(value[:10]) if isinstance(value, str) else None
    except ValueError:
        return None
