"""Completions as files: lines for fine-tuning, lines for evaluations, a table."""

import csv
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from io import StringIO
from typing import Any

from django.db.models import QuerySet

from playground.spreadsheets import harmless

from .filters import behind
from .mirror import Place
from .models import Completion, Label
from .opening import as_sent, params_of
from .shapes import answer_text, choice_message

FORMATS = {
    "finetuning": ("Fine-tuning", "jsonl", "application/jsonl"),
    "evaluation": ("Evaluation", "jsonl", "application/jsonl"),
    "csv": ("CSV", "csv", "text/csv; charset=utf-8"),
}
TOOLS = ("tools", "parallel_tool_calls", "functions")
TRAINED = ("role", "content", "name", "tool_calls", "tool_call_id", "function_call")
COLUMNS = (
    "id",
    "created",
    "model",
    "question",
    "answer",
    "tokens_in",
    "tokens_out",
    "finish_reason",
    "verdict",
    "note",
)


# Each may hold megabytes: no more of them than these are in memory.
BATCH = 50


def newest_first(completions: QuerySet[Completion]) -> Iterator[list[Completion]]:
    """All of these, some at a time; one query for each, whatever its place."""
    ordered = completions.order_by("-created", "-pk")
    batch = list(ordered[:BATCH])
    while batch:
        yield batch
        created, pk = batch[-1].created, batch[-1].pk
        batch = list(behind(ordered, created, pk)[:BATCH])


def named(place: Place, ids: list[str]) -> Iterator[list[Completion]]:
    """Those of these ids that are kept, in their order, some at a time."""
    for first in range(0, len(ids), BATCH):
        some = ids[first : first + BATCH]
        known = {kept.completion_id: kept for kept in place.completions.filter(completion_id__in=some)}
        yield [known[name] for name in some if name in known]


def jsonl(batches: Iterable[list[Completion]], format_: str) -> Iterator[str]:
    """The lines of a format in pieces; a completion whose messages are not here has none."""
    line = finetuning if format_ == "finetuning" else evaluation
    for batch in batches:
        yield "".join(f"{in_a_line(line(kept))}\n" for kept in batch if kept.has_messages)


def finetuning(kept: Completion) -> dict[str, Any]:
    """The conversation with its answer, and the tools: what supervised fine-tuning takes."""
    params = params_of(kept.body, kept.messages)
    tools: dict[str, Any] = {name: params[name] for name in TOOLS if name in params}
    return {"messages": [trained(one) for one in conversation(kept)], **tools}


def evaluation(kept: Completion) -> dict[str, Any]:
    """An item of a data source for evaluations: the input apart from the answer, with what was said about it."""
    return {
        "item": {
            "id": kept.completion_id,
            "model": kept.model,
            "input": [trained(as_sent(message)) for message in kept.messages],
            "output": answer_text(kept.body),
            "verdict": kept.verdict,
            "note": kept.note,
            "metadata": kept.metadata,
        }
    }


def conversation(kept: Completion) -> Iterator[Any]:
    yield from map(as_sent, kept.messages)
    if message := choice_message(kept.body):
        yield as_sent({"role": "assistant", **message})


def trained(message: Any) -> dict[str, Any]:
    return {name: message[name] for name in TRAINED if name in message} if isinstance(message, dict) else {}


def in_a_line(value: Any) -> str:
    # U+2028 and U+2029 end a line for some readers: they are escaped.
    text = json.dumps(value, ensure_ascii=False)
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def as_csv(batches: Iterable[list[Completion]], completions: QuerySet[Completion]) -> Iterator[str]:
    """A row each, with a column for each metadata key of all of them; no cell is a formula."""
    labels = Label.objects.filter(completion__in=completions.order_by().values("pk"))
    keys = list(labels.order_by("key").values_list("key", flat=True).distinct())
    yield rows([[*COLUMNS, *(f"metadata.{key}" for key in keys)]])
    for batch in batches:
        yield rows(cells(kept, keys) for kept in batch)


def rows(of_cells: Iterable[list[str]]) -> str:
    text = StringIO()
    csv.writer(text).writerows([harmless(cell) for cell in row] for row in of_cells)
    return text.getvalue()


def cells(kept: Completion, keys: list[str]) -> list[str]:
    created = datetime.fromtimestamp(kept.created, UTC).isoformat() if kept.created else ""
    facts = [kept.completion_id, created, kept.model, kept.question, answer_text(kept.body)]
    counts = ["" if count is None else str(count) for count in (kept.tokens_in, kept.tokens_out)]
    # A label's key may be cut (`mirror.relabel`), and so are these.
    labels = {key[:64]: str(value) for key, value in kept.metadata.items()}
    said = [kept.finish_reason, kept.verdict, kept.note]
    return [*facts, *counts, *said, *(labels.get(key, "") for key in keys)]
