"""Numbers within the bounds of a JSON schema."""

import math
from collections.abc import Iterable
from random import Random
from typing import Any

SPAN = 100


def within(schema: dict[str, Any], wanted: Iterable[float], rng: Random, *, whole: bool) -> float:
    """The first `wanted` number that the schema allows, else one by chance."""
    low, high = bounds(schema, nudge=1 if whole else 1e-3)
    step: float | None = schema.get("multipleOf", 1 if whole else None)
    for number in wanted:
        if low <= number <= high and not (whole and number != int(number)) and not (step and number % step):
            return number
    if low == -math.inf:
        low = 1 if high >= 1 + SPAN else high - SPAN
    high = low + SPAN if high == math.inf else high
    if step:
        first, last = math.ceil(low / step), math.floor(high / step)
        return rng.randint(first, max(first, last)) * step
    return min(max(round(rng.uniform(low, high), 2), low), high)


def bounds(schema: dict[str, Any], nudge: float) -> tuple[float, float]:
    low = max(schema.get("minimum", -math.inf), schema.get("exclusiveMinimum", -math.inf) + nudge)
    high = min(schema.get("maximum", math.inf), schema.get("exclusiveMaximum", math.inf) - nudge)
    return low, high
