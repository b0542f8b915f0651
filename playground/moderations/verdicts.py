"""What a moderation said of each input: its flag, and its categories by score."""

import json
import math
from dataclasses import dataclass
from typing import Any

from playground.openai.errors import MalformedAnswer

# Scores are often near 0.00001: a bar is as long as its score's place between this and 1, by powers of ten.
LEAST = 1e-6


@dataclass(frozen=True)
class Category:
    name: str
    score: float | None
    flagged: bool
    applied: str

    @property
    def length(self) -> int:
        """The bar's length, 0 to 100."""
        score = min(max(self.score or 0, LEAST), 1)
        return round(100 * (1 - math.log10(score) / math.log10(LEAST)))


@dataclass(frozen=True)
class Verdict:
    flagged: bool
    categories: list[Category]


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
