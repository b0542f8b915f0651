"""What a moderation said of each input: its flag, and its categories by score."""

import json
import math
from dataclasses import dataclass
from typing import Any

from playground.openai.errors import MalformedAnswer

# Those of OpenAI's models: what thresholds are offered for before any answer has come.
KNOWN = (
    *("harassment", "harassment/threatening", "hate", "hate/threatening", "illicit", "illicit/violent"),
    *("self-harm", "self-harm/intent", "self-harm/instructions", "sexual", "sexual/minors"),
    *("violence", "violence/graphic"),
)
SHADES = 10


def length(share: float) -> float:
    """How far along a bar of 100 a score or threshold lies. Most scores are near 0.0001: the cube root shows them."""
    return round(100 * math.cbrt(share), 1)


@dataclass(frozen=True)
class Category:
    """`applied` are the types of input that the score is about."""

    name: str
    score: float | None
    flagged: bool
    applied: str

    @property
    def length(self) -> float:
        return length(self.score or 0)

    @property
    def parts(self) -> list[str]:
        return self.name.split("/")

    @property
    def shade(self) -> int:
        return round(self.length / 100 * SHADES)


@dataclass(frozen=True)
class Verdict:
    flagged: bool
    categories: list[Category]

    @property
    def flags(self) -> list[str]:
        return [category.name for category in self.categories if category.flagged]


def verdicts(body: Any) -> list[Verdict]:
    """One for each result, whatever the categories are called; raises MalformedAnswer where there are none."""
    results = body.get("results") if isinstance(body, dict) else None
    if not isinstance(results, list) or not all(isinstance(result, dict) for result in results):
        raise MalformedAnswer("The answer has no results.", body=json.dumps(body)[:2000])
    return [Verdict(result.get("flagged") is True, categories(result)) for result in results]


def categories(result: dict[str, Any]) -> list[Category]:
    """Highest score first, those without one last."""
    flags, scores, applied = (
        found if isinstance(found := result.get(name), dict) else {}
        for name in ("categories", "category_scores", "category_applied_input_types")
    )
    named = [
        Category(name, number(scores.get(name)), flags.get(name) is True, words(applied.get(name)))
        for name in {**scores, **flags}
    ]
    return sorted(named, key=lambda category: -1 if category.score is None else category.score, reverse=True)


def number(value: Any) -> float | None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number and 0 <= value <= 1 else None


def words(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else ""
