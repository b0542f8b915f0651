"""How far a bulk action is: counts by one grouped query, and its rows a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count

from playground.runs.models import LIVE_STATUSES, Run, RunSet, Status

from .bulk import FAILED
from .models import Plan

PAGE = 20


@dataclass(frozen=True)
class Progress:
    """`found` is how many runs have each status, `to_come` how many the plan may still make."""

    found: dict[str, int]
    to_come: int
    is_open: bool

    @classmethod
    def of(cls, run_set: RunSet) -> "Progress":
        return cls.of_each([run_set])[0]

    @classmethod
    def of_each(cls, run_sets: Sequence[RunSet]) -> list["Progress"]:
        # The plans first: what becomes a run in between is counted twice for a moment, but the action is not over yet.
        plans = Plan.objects.filter(run_set__in=run_sets).values_list("run_set", "total", "taken", "is_open")
        planned = {pk: (total - taken, is_open) for pk, total, taken, is_open in plans}
        found: dict[int, dict[str, int]] = {}
        runs = Run.objects.filter(run_set__in=run_sets).order_by()
        for pk, status, count in runs.values_list("run_set", "status").annotate(Count("pk")):
            found.setdefault(pk, {})[status] = count
        return [cls(found.get(each.pk, {}), *planned.get(each.pk, (0, False))) for each in run_sets]

    @property
    def total(self) -> int:
        return sum(self.found.values()) + self.to_come

    @property
    def done(self) -> int:
        return sum(count for status, count in self.found.items() if status not in LIVE_STATUSES)

    @property
    def failed(self) -> int:
        return sum(self.found.get(status, 0) for status in FAILED)

    @property
    def completed(self) -> int:
        return self.found.get(Status.COMPLETED, 0)

    @property
    def is_live(self) -> bool:
        return self.is_open or any(status in self.found for status in LIVE_STATUSES)

    @property
    def waits(self) -> bool:
        """Whether something is left to do and nothing is under way, as after a stop or a process that ended."""
        is_left = bool(self.to_come and not self.is_open) or Status.QUEUED in self.found
        return is_left and Status.IN_PROGRESS not in self.found

    @property
    def counts(self) -> list[tuple[str, str, int]]:
        """Each status that there is, as (status, words, how many)."""
        return [
            (value, label.lower(), self.found[value])
            for value, label in Status.choices
            if value in self.found
        ]


def page_of(
    run_set: RunSet, statuses: tuple[Status, ...], after: str, size: int = PAGE
) -> tuple[list[Run], int | None]:
    """The runs of these statuses whose positions are greater than `after`, and the `after` of the next page."""
    runs = run_set.runs.filter(status__in=statuses).select_related("connection").order_by("position")
    if after.isascii() and after.isdigit() and len(after) < 9:
        runs = runs.filter(position__gt=int(after))
    found = list(runs[: size + 1])
    return found[:size], found[size - 1].position if len(found) > size else None
