"""The rows of a batch with what became of them, in pages and as files."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Left

from playground.runs.metrics import tokens
from playground.runs.models import Run
from playground.spreadsheets import harmless

from .models import Batch, Row

PAGE_SIZE = 40
COLUMNS_SHOWN = 5
EXCERPT = 240
FACTS = ("answer", "status", "model", "tokens_in", "tokens_out", "cost_usd", "ms", "error", "run")


@dataclass(frozen=True, slots=True)
class Result:
    row: Row
    run: Run | None
    """None when it was deleted from the history."""

    @property
    def number(self) -> int:
        return self.row.position + 1

    @property
    def shown(self) -> list[str]:
        return [value[:EXCERPT] for value in self.row.values[:COLUMNS_SHOWN]]


def page(batch: Batch, status: str = "", after: str = "") -> tuple[list[Result], int | None]:
    """The next rows after a position, those of one status or all; and the cursor of the rest."""
    runs = batch.run_set.runs.all()
    rows = Row.objects.filter(batch=batch)
    if status:
        rows = rows.filter(position__in=runs.filter(status=status).values("position"))
    if after.isascii() and after.isdigit() and len(after) < 9:
        rows = rows.filter(position__gt=int(after))
    found = list(rows[: PAGE_SIZE + 1])
    more = len(found) > PAGE_SIZE
    shown = list(joined(found[:PAGE_SIZE], listed(runs)))
    return shown, found[PAGE_SIZE - 1].position if more else None


def listed(runs: QuerySet[Run]) -> QuerySet[Run]:
    """Runs without their large columns, with the beginning of the answer."""
    facts = ("uuid", "status", "position", "usage", "cost", "total_ms", "model")
    return runs.only(*facts).annotate(excerpt=Left("text", EXCERPT), problem=KT("error__message"))


def joined(rows: list[Row], runs: QuerySet[Run]) -> Iterator[Result]:
    positions = [row.position for row in rows]
    by_position = {run.position: run for run in runs.filter(position__in=positions)}
    return (Result(row, by_position.get(row.position)) for row in rows)


def everything(batch: Batch) -> Iterator[Result]:
    whole = ("uuid", "status", "position", "usage", "cost", "total_ms", "model", "text", "error")
    runs = {run.position: run for run in batch.run_set.runs.only(*whole)}
    return (Result(row, runs.get(row.position)) for row in Row.objects.filter(batch=batch))


def facts(run: Run | None) -> dict[str, str | int | float | None]:
    if run is None:
        return {**dict.fromkeys(FACTS, None), "status": "deleted"}
    counts = tokens(run.usage)
    found = (
        *(run.text, run.status, run.model, counts.get("in"), counts.get("out")),
        *(None if run.cost is None else float(run.cost), run.total_ms),
        *((run.error or {}).get("message"), str(run.uuid)),
    )
    return dict(zip(FACTS, found, strict=True))


def as_csv(batch: Batch) -> str:
    """All rows as CSV that a spreadsheet may open: no cell is taken for a formula."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([harmless(name) for name in (*batch.names, *FACTS)])
    for result in everything(batch):
        writer.writerow([harmless(value) for value in (*result.row.values, *facts(result.run).values())])
    return text.getvalue()


def as_jsonl(batch: Batch) -> str:
    """A line a row: its variables, and what became of it."""
    lines = (
        {"variables": dict(zip(batch.names, result.row.values, strict=True)), **facts(result.run)}
        for result in everything(batch)
    )
    return "".join(json.dumps(line, ensure_ascii=True) + "\n" for line in lines)
