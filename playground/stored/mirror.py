"""Keeping completions here: each is one row, however often it is seen."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from playground.accounts.models import User
from playground.connections.models import Connection
from playground.runs.storable import storable

from . import search, shapes
from .models import Completion, Label, Source

REPLACED = (
    *("model", "created", "answer", "finish_reason", "tokens_in", "tokens_out"),
    *("metadata", "body", "synced_at", "gone_at", "run"),
)


@dataclass(frozen=True)
class Place:
    """One mirror: whose, of which connection, of what."""

    owner_id: int
    connection_id: int
    source: str = Source.UPSTREAM

    @classmethod
    def of(cls, owner: User, connection: Connection, source: str = Source.UPSTREAM) -> "Place":
        return cls(owner.pk, connection.pk, source)

    def at(self, source: str) -> "Place":
        return replace(self, source=source)

    @property
    def completions(self) -> QuerySet[Completion]:
        return Completion.objects.filter(
            owner=self.owner_id, connection=self.connection_id, source=self.source
        )


def known(place: Place, ids: Iterable[str]) -> dict[str, Completion]:
    """What is kept of these ids, without the large columns."""
    found = place.completions.filter(completion_id__in=list(ids)).defer("body", "messages")
    return {kept.completion_id: kept for kept in found}


@transaction.atomic
def keep(
    place: Place,
    bodies: Iterable[dict[str, Any]],
    *,
    messages: Mapping[str, list[Any]] | None = None,
    generation: int | None = None,
    runs: Mapping[str, int] | None = None,
) -> list[Completion]:
    """Make or bring up to date the rows of these objects; what people said about them stays.

    `messages` are what some of them were asked, by id; `runs` the runs that they are of.
    """
    asked, of_runs = messages or {}, runs or {}
    rows = {body["id"][:200]: row(place, storable(body), of_runs.get(body["id"])) for body in bodies}
    fields = [*REPLACED]
    if generation is not None:
        fields.append("generation")
        for each in rows.values():
            each.generation = generation
    Completion.objects.bulk_create(
        rows.values(),
        update_conflicts=True,
        unique_fields=["owner", "connection", "source", "completion_id"],
        update_fields=fields,
    )
    kept = list(place.completions.filter(completion_id__in=rows))
    for completion in kept:
        if completion.completion_id in asked:
            take_messages(completion, asked[completion.completion_id])
    Completion.objects.bulk_update(
        [one for one in kept if one.completion_id in asked], ["messages", "has_messages", "question"]
    )
    relabel(kept)
    search.index(kept)
    return kept


def row(place: Place, body: dict[str, Any], run: int | None) -> Completion:
    tokens_in, tokens_out = shapes.tokens(body)
    return Completion(
        owner_id=place.owner_id,
        connection_id=place.connection_id,
        source=place.source,
        completion_id=shapes.id_of(body)[:200],
        run_id=run,
        model=shapes.text_of(body.get("model"))[:200],
        created=shapes.seconds(body.get("created")),
        answer=shapes.answer_words(body),
        finish_reason=shapes.finish_reason(body),
        tokens_in=tokens_in,
        tokens_out=tokens_out,
        metadata=dict(shapes.labels(body.get("metadata"))),
        body=body,
        synced_at=timezone.now(),
    )


def take_messages(completion: Completion, messages: list[Any]) -> None:
    completion.messages, completion.has_messages = storable(messages), True
    completion.question = shapes.question_words(completion.messages)


@transaction.atomic
def keep_messages(messages: Mapping[int, list[Any]]) -> None:
    """What completions of these primary keys were asked."""
    kept = list(Completion.objects.filter(pk__in=messages))
    for completion in kept:
        take_messages(completion, messages[completion.pk])
    Completion.objects.bulk_update(kept, ["messages", "has_messages", "question"])
    search.index(kept)


def relabel(kept: list[Completion]) -> None:
    Label.objects.filter(completion__in=[completion.pk for completion in kept]).delete()
    Label.objects.bulk_create(
        Label(completion=completion, key=key, value=value)
        for completion in kept
        for key, value in {key[:64]: value[:512] for key, value in completion.metadata.items()}.items()
    )


def mark_gone(completions: QuerySet[Completion]) -> int:
    """Upstream has these no more: they stay here and say so."""
    return completions.filter(gone_at=None).update(gone_at=timezone.now())
