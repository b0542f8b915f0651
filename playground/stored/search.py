"""Full-text search over mirrored completions, with the words and the two databases of `runs.search`."""

from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from playground.runs import words
from playground.runs.search import MAX_QUERY, fts5, tsquery, tsvector

from . import shapes
from .models import Completion

INSERT = {
    "sqlite": "INSERT OR REPLACE INTO stored_search (rowid, words) VALUES (%s, %s)",
    "postgresql": "INSERT INTO stored_search (completion_id, words) VALUES (%s, %s::tsvector)"
    " ON CONFLICT (completion_id) DO UPDATE SET words = excluded.words",
}
DELETE = {
    "sqlite": "DELETE FROM stored_search WHERE rowid = %s",
    "postgresql": "DELETE FROM stored_search WHERE completion_id = %s",
}
MATCH = {
    "sqlite": "SELECT rowid FROM stored_search WHERE stored_search MATCH %s",
    "postgresql": "SELECT completion_id FROM stored_search WHERE words @@ %s::tsquery",
}


def index(completions: list[Completion]) -> None:
    """Make these findable by what was said, their labels, note, model and id as they are now."""
    written = " ".join if connection.vendor == "sqlite" else tsvector
    rows = [(kept.pk, written(indexed_words(kept))) for kept in completions]
    with connection.cursor() as cursor:
        cursor.executemany(INSERT[connection.vendor], rows)


def forget(pk: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(DELETE[connection.vendor], [pk])


def matching(completions: QuerySet[Completion], text: str) -> QuerySet[Completion]:
    """Those that hold every word of `text` (or a longer word that it begins) and every "quoted phrase"."""
    if not text.strip():
        return completions
    terms = list(words.queried(text[:MAX_QUERY]))
    if not terms:
        return completions.none()
    query = (
        " AND ".join(map(fts5, terms)) if connection.vendor == "sqlite" else " & ".join(map(tsquery, terms))
    )
    return completions.filter(pk__in=RawSQL(MATCH[connection.vendor], [query]))


def indexed_words(kept: Completion) -> list[str]:
    pairs = " ".join(f"{key} {value}" for key, value in shapes.labels(kept.metadata))
    return [
        *words.indexed(f"{kept.completion_id} {kept.model} {pairs} {kept.note}"),
        *words.indexed(words.prompt_text({"messages": kept.messages})),
        *words.indexed(said(kept.body)[: words.MAX_TEXT]),
    ]


def said(body: dict[str, Any]) -> str:
    """The words of every choice."""
    choices = body.get("choices")
    return " ".join(words.prose(choices)) if isinstance(choices, list) else ""
