"""A moderation held against somebody's thresholds: verdicts, the heat table, the sliders."""

from dataclasses import dataclass
from typing import Any

from .inputs import Judged, judged
from .models import Thresholds
from .verdicts import KNOWN, Category, Verdict, length, verdicts


@dataclass(frozen=True)
class Held:
    """A category with the threshold it is held against."""

    category: Category
    threshold: float

    @property
    def is_over(self) -> bool:
        return self.category.score is not None and self.category.score >= self.threshold

    @property
    def mark(self) -> float:
        """Where the threshold lies along the bar."""
        return length(self.threshold)


@dataclass(frozen=True)
class Judgement:
    """One input with what the model said of it; `over` are the categories over the threshold."""

    number: int
    input: Judged
    verdict: Verdict
    held: list[Held]

    @property
    def over(self) -> list[str]:
        return [each.category.name for each in self.held if each.is_over]

    def row(self, names: list[str]) -> list[Held | None]:
        """A cell for each of these categories, in their order."""
        by_name = {each.category.name: each for each in self.held}
        return [by_name.get(name) for name in names]


@dataclass(frozen=True)
class Heat:
    """Inputs by categories, the categories that scored highest first."""

    names: list[str]
    rows: list[tuple[Judgement, list[Held | None]]]


def judgements(params: dict[str, Any], body: Any, thresholds: Thresholds) -> list[Judgement]:
    """Raises MalformedAnswer for an answer without results."""
    inputs = judged(params.get("input"))
    return [
        Judgement(
            number,
            inputs[number - 1] if number <= len(inputs) else Judged(""),
            verdict,
            [Held(category, thresholds.of(category.name)) for category in verdict.categories],
        )
        for number, verdict in enumerate(verdicts(body), 1)
    ]


def heat(found: list[Judgement]) -> Heat:
    highest: dict[str, float] = {}
    for judgement in found:
        for each in judgement.held:
            name = each.category.name
            highest[name] = max(highest.get(name, -1.0), each.category.score or 0)
    names = sorted(highest, key=lambda name: -highest[name])
    return Heat(names, [(judgement, judgement.row(names)) for judgement in found])


def sliders(thresholds: Thresholds, found: list[Judgement]) -> list[tuple[str, float]]:
    """The categories that a threshold can be set for: those known, kept, and in the answer."""
    answered = (each.category.name for judgement in found for each in judgement.held)
    return [(name, thresholds.of(name)) for name in dict.fromkeys([*KNOWN, *thresholds.values, *answered])]
