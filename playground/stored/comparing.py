"""Answers of another model beside the stored ones: what differs, and at what price."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from playground.runs import metrics
from playground.runs.cost import cost
from playground.runs.models import Run, RunSet

from .models import Completion, Plan
from .shapes import answer_text, usage_of

# Comparing grows with the product of both lengths: longer texts are compared by their rarer words.
MOST_WORDS, MOST_COMMON = 1500, 500


@dataclass(frozen=True)
class Compared:
    """`stretches` are (same, del or ins; text): del is only in the stored answer, ins only in the new one.

    `is_cut` says that an answer is longer than what is compared.
    """

    kept: Completion | None
    run: Run
    stretches: list[tuple[str, str]]
    is_cut: bool

    @property
    def stored(self) -> list[tuple[str, str]]:
        return [stretch for stretch in self.stretches if stretch[0] != "ins"]

    @property
    def new(self) -> list[tuple[str, str]]:
        return [stretch for stretch in self.stretches if stretch[0] != "del"]

    @property
    def stored_cost(self) -> str:
        run, kept = self.run, self.kept
        return metrics.money(cost(kept.model, usage_of(kept.body), run.connection)) if kept else ""

    @property
    def new_cost(self) -> str:
        return metrics.money(self.run.cost) if self.run.usage else ""

    @property
    def stored_ms(self) -> int | None:
        """Known for what was made here: upstream keeps no times."""
        return self.kept.run.total_ms if self.kept and self.kept.run else None

    @property
    def stored_usage(self) -> dict[str, object]:
        return usage_of(self.kept.body) if self.kept else {}


def compared(run_set: RunSet, runs: list[Run]) -> Iterator[Compared]:
    places: list[int] = Plan.objects.get(run_set=run_set).places
    mine = Completion.objects.filter(owner=run_set.owner_id).select_related("run")
    known = mine.in_bulk([places[run.position or 0] for run in runs])
    for run in runs:
        kept = known.get(places[run.position or 0])
        stored, new = words(answer_text(kept.body) if kept else ""), words(answer_of(run))
        is_cut = max(len(stored), len(new)) > MOST_WORDS
        yield Compared(kept, run, list(differences(stored[:MOST_WORDS], new[:MOST_WORDS])), is_cut)


def answer_of(run: Run) -> str:
    """Calls of functions too; of a run that failed what had come until then."""
    return (answer_text(run.response) if isinstance(run.response, dict) else "") or run.text


def differences(one: list[str], other: list[str]) -> Iterator[tuple[str, str]]:
    is_long = max(len(one), len(other)) > MOST_COMMON
    matcher = SequenceMatcher(None, one, other, autojunk=is_long)
    for tag, start, end, other_start, other_end in matcher.get_opcodes():
        if tag == "equal":
            yield "same", "".join(one[start:end])
            continue
        if start < end:
            yield "del", "".join(one[start:end])
        if other_start < other_end:
            yield "ins", "".join(other[other_start:other_end])


def words(text: str) -> list[str]:
    """Words with the space before them, so that they join to the text again."""
    return re.findall(r"\s*\S+", text)
