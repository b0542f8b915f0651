"""Full-text search over runs: SQLite's FTS5 or PostgreSQL's tsvector, fed with the words of `words.py`."""

from django.db import connection
from django.db.models.expressions import RawSQL

from . import words
from .files import references
from .models import Run, RunQuerySet

MAX_QUERY = 500
# PostgreSQL refuses a tsvector over 1 MiB; its positions end at 16,383, and phrases further on are not found.
MAX_VECTOR = 900_000
MAX_POSITIONS = 200

# Only where the run still is: one deleted meanwhile leaves nothing behind.
INSERT = {
    "sqlite": "INSERT OR REPLACE INTO runs_search (rowid, words) SELECT id, %s FROM runs_run WHERE id = %s",
    "postgresql": "INSERT INTO runs_search (run_id, words) SELECT id, %s::tsvector FROM runs_run"
    " WHERE id = %s ON CONFLICT (run_id) DO UPDATE SET words = excluded.words",
}
DELETE = {
    "sqlite": "DELETE FROM runs_search WHERE rowid = %s",
    "postgresql": "DELETE FROM runs_search WHERE run_id = %s",
}
MATCH = {
    "sqlite": "SELECT rowid FROM runs_search WHERE runs_search MATCH %s",
    "postgresql": "SELECT run_id FROM runs_search WHERE words @@ %s::tsquery",
}


def index(run: Run) -> None:
    """Make the run findable by its title, prompt, answer, model, error, files and ids as they are now; one that is
    not kept leaves no words here."""
    if not run.is_kept:
        return
    document = indexed_words(run)
    with connection.cursor() as cursor:
        text = " ".join(document) if connection.vendor == "sqlite" else tsvector(document)
        cursor.execute(INSERT[connection.vendor], [text, run.pk])


def forget(pk: int) -> None:
    """Take a deleted run out of the index."""
    with connection.cursor() as cursor:
        cursor.execute(DELETE[connection.vendor], [pk])


def matching(queryset: RunQuerySet, text: str) -> RunQuerySet:
    """The runs that hold every word of `text` (or a longer word that it begins) and every "quoted phrase".

    Any input is safe. Blank text filters nothing; text without a single letter or digit finds nothing.
    """
    if not text.strip():
        return queryset
    terms = list(words.queried(text[:MAX_QUERY]))
    if not terms:
        return queryset.none()
    query = (
        " AND ".join(map(fts5, terms)) if connection.vendor == "sqlite" else " & ".join(map(tsquery, terms))
    )
    return queryset.filter(pk__in=RawSQL(MATCH[connection.vendor], [query]))


def indexed_words(run: Run) -> list[str]:
    response = run.response if isinstance(run.response, dict) else {}
    error = run.error if isinstance(run.error, dict) else {}
    ids = (
        run.uuid,
        response.get("id"),
        (run.headers or {}).get("x-request-id"),
        run.model,
        run.connection_name,
    )
    return [
        *words.indexed(" ".join(str(part) for part in (*ids, run.title, error.get("message")) if part)),
        *words.indexed(" ".join(references(run.params))),
        *words.indexed(words.prompt_text(run.params)),
        *words.indexed(run.text[: words.MAX_TEXT]),
    ]


def fts5(term: tuple[list[str], bool]) -> str:
    phrase, open_ended = term
    return f'"{" ".join(phrase)}"' + (" *" if open_ended else "")


def tsquery(term: tuple[list[str], bool]) -> str:
    phrase, open_ended = term
    return "(" + " <-> ".join(f"'{word}'" for word in phrase) + (":*)" if open_ended else ")")


def tsvector(document: list[str]) -> str:
    """The words with their positions as PostgreSQL reads them; its own parser takes paths for words."""
    places: dict[str, list[int]] = {}
    size = 0
    for position, word in enumerate(document, 1):
        known = places.setdefault(word, [])
        if len(known) < MAX_POSITIONS:
            known.append(position)
            size += 2 if len(known) > 1 else len(word.encode()) + 8
        if size > MAX_VECTOR:
            break
    return " ".join(f"'{word}':{','.join(map(str, positions))}" for word, positions in places.items())
