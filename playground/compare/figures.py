"""The panes' last runs side by side, and which is best at what."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playground.openai.durations import milliseconds
from playground.runs.metrics import money, speed, tokens
from playground.runs.models import Run, Status

from .columns import Column


@dataclass(frozen=True)
class Figure:
    text: str
    best: str = ""


@dataclass(frozen=True)
class Row:
    column: Column
    run: Run
    figures: list[Figure]


@dataclass(frozen=True)
class Measure:
    """`best` says in a word what the best of `of` is, which is the lowest or the highest; empty where none is."""

    name: str
    of: Callable[[Run], Any]
    words: Callable[[Any], str]
    best: str = ""
    lowest: bool = True


MEASURES = (
    Measure("first token", lambda run: run.first_token_ms, milliseconds, "first"),
    Measure("tokens/s", speed, lambda rate: f"{rate:,.0f}", "fastest", lowest=False),
    Measure("in", lambda run: tokens(run.usage).get("in"), "{:,}".format),
    Measure("out", lambda run: tokens(run.usage).get("out"), "{:,}".format),
    Measure("total", lambda run: run.total_ms, milliseconds, "soonest"),
    Measure("cost", lambda run: run.cost, money, "cheapest"),
)


def rows(columns: list[Column]) -> list[Row]:
    """A row for each pane whose last turn has a run."""
    found = [(column, column.last.run) for column in columns if column.last and column.last.run]
    completed = [run for _, run in found if run.status == Status.COMPLETED]
    bests = {measure.name: best(measure, completed) for measure in MEASURES if measure.best}
    return [Row(column, run, [figure(measure, run, bests) for measure in MEASURES]) for column, run in found]


def best(measure: Measure, runs: list[Run]) -> str:
    """The best value as it is written; empty where nothing looks better than anything else."""
    values = [value for run in runs if (value := measure.of(run)) is not None]
    if len({measure.words(value) for value in values}) < 2:
        return ""
    return measure.words(min(values) if measure.lowest else max(values))


def figure(measure: Measure, run: Run, bests: dict[str, str]) -> Figure:
    value = measure.of(run)
    if value is None:
        return Figure("–")
    text = measure.words(value)
    wins = run.status == Status.COMPLETED and text == bests.get(measure.name)
    return Figure(text, measure.best if wins else "")
