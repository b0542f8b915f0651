"""What the runs of a set have in common: how far they are, how their numbers spread, which answers are the same."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import Any

from playground.openai.durations import milliseconds

from .metrics import speed, tokens
from .models import LIVE_STATUSES, Run, Status

WIDTH, HEIGHT, MARGIN = 320, 28, 8


@dataclass(frozen=True)
class Dot:
    x: float
    y: float
    run: Run
    text: str


@dataclass(frozen=True)
class Spread:
    """Lowest, median and highest of a number, in words, and a dot for each run on a line from lowest to highest."""

    name: str
    lowest: str
    middle: str
    highest: str
    middle_x: float
    dots: list[Dot]


@dataclass(frozen=True)
class Group:
    """Runs whose answers are the same to the letter."""

    text: str
    runs: list[Run]
    share: float


NUMBERS: tuple[tuple[str, Callable[[Run], Any], Callable[[Any], str]], ...] = (
    ("tokens out", lambda run: tokens(run.usage).get("out"), lambda value: f"{value:,.0f}"),
    ("first token", lambda run: run.first_token_ms, milliseconds),
    ("total time", lambda run: run.total_ms, milliseconds),
    ("tokens/s", speed, lambda value: f"{value:,.0f}"),
)


@dataclass(frozen=True)
class Figures:
    runs: list[Run]

    @property
    def completed(self) -> list[Run]:
        return [run for run in self.runs if run.status == Status.COMPLETED]

    @property
    def done(self) -> int:
        return sum(run.status not in LIVE_STATUSES for run in self.runs)

    @property
    def is_live(self) -> bool:
        return self.done < len(self.runs)

    @property
    def waits(self) -> bool:
        """Whether runs are queued and none is under way, as after a process that ended."""
        return self.is_live and not any(run.status == Status.IN_PROGRESS for run in self.runs)

    @property
    def counts(self) -> list[tuple[str, str, int]]:
        """Each status that there is, as (status, words, how many)."""
        found = [run.status for run in self.runs]
        return [
            (value, label.lower(), found.count(value)) for value, label in Status.choices if value in found
        ]

    @property
    def cost(self) -> Decimal | None:
        """The sum; None when any price is unknown."""
        costs = [run.cost for run in self.runs if run.usage]
        known = [cost for cost in costs if cost is not None]
        return sum(known, Decimal(0)) if known and len(known) == len(costs) else None

    @property
    def spreads(self) -> list[Spread]:
        return [found for number in NUMBERS if (found := spread(self.completed, *number))]

    @property
    def groups(self) -> list[Group]:
        """The distinct answers, the most frequent first."""
        found: dict[str, list[Run]] = {}
        for run in self.completed:
            found.setdefault(run.text, []).append(run)
        total = len(self.completed)
        groups = [Group(text, runs, 100 * len(runs) / total) for text, runs in found.items()]
        return sorted(groups, key=lambda group: -len(group.runs))


def spread(
    runs: list[Run], name: str, of: Callable[[Run], Any], written: Callable[[Any], str]
) -> Spread | None:
    values = [(run, value) for run in runs if (value := of(run)) is not None]
    if not values:
        return None
    numbers = [value for _, value in values]
    low, high = min(numbers), max(numbers)

    def x(value: float) -> float:
        return round(MARGIN + (WIDTH - 2 * MARGIN) * ((value - low) / (high - low) if high > low else 0.5), 1)

    dots = [
        Dot(x(value), HEIGHT / 2 + (place % 5 - 2) * 3, run, written(value))
        for place, (run, value) in enumerate(values)
    ]
    middle = median(numbers)
    return Spread(name, written(low), written(round(middle)), written(high), x(middle), dots)
