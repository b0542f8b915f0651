"""What upstream says of a stored completion, read defensively: any server may answer anything."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha1
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from playground.runs import metrics, words
from playground.runs.storable import storable_text

from .models import Completion, Source

# Others cannot be part of an address of ours.
LINKABLE = re.compile(r"(?!\.{1,2}\Z)[A-Za-z0-9_.:@~-]{1,200}\Z")
LATEST = 253_402_300_799
OPENED: dict[str, str] = {Source.UPSTREAM: "stored:synced_detail", Source.HISTORY: "stored:history_detail"}


@dataclass(frozen=True)
class Row:
    """A completion in a list."""

    completion_id: str
    url: str
    created: datetime | None
    model: str
    question: str
    answer: str
    labels: list[tuple[str, str]]
    usage: dict[str, Any]
    verdict: str = ""
    has_note: bool = False
    is_gone: bool = False

    @property
    def key(self) -> str:
        return key_of(self.completion_id)


@dataclass(frozen=True)
class Listing:
    """A page of a list: its rows, and the cursor of the next page where there is one."""

    rows: list[Row] = field(default_factory=list)
    after: str = ""

    @property
    def unknown(self) -> str:
        """A query with the ids of those whose question nobody has asked for yet."""
        return urlencode([("id", row.completion_id) for row in self.rows if row.url and not row.question])


def bodies(answer: Any) -> list[dict[str, Any]]:
    """The objects with an id in a list that upstream answered."""
    found = answer.get("data") if isinstance(answer, dict) else None
    return [item for item in found or () if isinstance(item, dict) and id_of(item)]


def cursor_of(answer: Any) -> str:
    """Where the next page begins, empty at the end. Servers may leave out `last_id`."""
    found = bodies(answer)
    if not found or answer.get("has_more") is not True:
        return ""
    last = answer.get("last_id")
    return last if isinstance(last, str) and last else id_of(found[-1])


def id_of(body: dict[str, Any]) -> str:
    found = body.get("id")
    return found if isinstance(found, str) else ""


def live_row(body: dict[str, Any], known: Completion | None) -> Row:
    """A row of what upstream just answered, with what is known of it here."""
    completion_id = id_of(body)
    return Row(
        completion_id=completion_id,
        url=url_of("stored:detail", completion_id),
        created=moment(seconds(body.get("created"))),
        model=text_of(body.get("model")),
        question=known.question if known else "",
        answer=answer_words(body),
        labels=labels(body.get("metadata")),
        usage=usage_of(body),
        verdict=known.verdict if known else "",
        has_note=bool(known and known.note),
    )


def kept_row(kept: Completion) -> Row:
    return Row(
        completion_id=kept.completion_id,
        url=url_of(OPENED[kept.source], kept.completion_id),
        created=moment(kept.created),
        model=kept.model,
        question=kept.question,
        answer=kept.answer,
        labels=labels(kept.metadata),
        usage={"prompt_tokens": kept.tokens_in, "completion_tokens": kept.tokens_out},
        verdict=kept.verdict,
        has_note=bool(kept.note),
        is_gone=kept.gone_at is not None,
    )


def url_of(name: str, completion_id: str) -> str:
    return reverse(name, args=[completion_id]) if LINKABLE.match(completion_id) else ""


def key_of(completion_id: str) -> str:
    """A name for elements of the page, as ids of other servers may be anything."""
    return f"c{sha1(completion_id.encode(), usedforsecurity=False).hexdigest()[:12]}"


def choice_message(body: dict[str, Any]) -> dict[str, Any]:
    """The message of the first choice."""
    choices = body.get("choices")
    first = choices[0] if isinstance(choices, list) and choices else None
    message = first.get("message") if isinstance(first, dict) else None
    return message if isinstance(message, dict) else {}


def finish_reason(body: dict[str, Any]) -> str:
    choices = body.get("choices")
    first = choices[0] if isinstance(choices, list) and choices else None
    return text_of(first.get("finish_reason"))[:60] if isinstance(first, dict) else ""


def answer_text(body: dict[str, Any]) -> str:
    """What was answered: text, else the refusal, else the calls of functions."""
    message = choice_message(body)
    said = " ".join(words.prose([message.get("content"), message.get("refusal")]))
    calls = message.get("tool_calls")
    called = (
        [call.get("function") for call in calls if isinstance(call, dict)] if isinstance(calls, list) else []
    )
    return said or ", ".join(
        f"{text_of(one.get('name'))}({text_of(one.get('arguments'))})"
        for one in called
        if isinstance(one, dict)
    )


def answer_words(body: dict[str, Any], limit: int = 300) -> str:
    return one_line(answer_text(body), limit)


def question_words(messages: list[Any], limit: int = 200) -> str:
    """What the first user asked, else the first words that anybody said."""
    said = [message for message in messages if isinstance(message, dict)]
    for message in sorted(said, key=lambda one: one.get("role") != "user"):
        if text := one_line(" ".join(words.prose(message.get("content"))), limit):
            return text
    return ""


def one_line(text: str, limit: int) -> str:
    return " ".join(storable_text(text[: limit * 4]).split())[:limit]


def labels(metadata: Any) -> list[tuple[str, str]]:
    return (
        [(str(key), text_of(value)) for key, value in metadata.items()] if isinstance(metadata, dict) else []
    )


def usage_of(body: dict[str, Any]) -> dict[str, Any]:
    usage = body.get("usage")
    return usage if isinstance(usage, dict) else {}


def tokens(body: dict[str, Any]) -> tuple[int | None, int | None]:
    counts = metrics.tokens(usage_of(body))
    return counts.get("in"), counts.get("out")


def seconds(value: Any) -> int:
    """A time of the API in seconds since 1970; 0 for what is none."""
    return int(value) if type(value) in (int, float) and 0 <= value <= LATEST else 0


def moment(created: int) -> datetime | None:
    return datetime.fromtimestamp(created, UTC) if created else None


def text_of(value: Any) -> str:
    return value if isinstance(value, str) else "" if value is None else str(value)
