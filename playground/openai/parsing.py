"""JSON from somebody else: numbers are finite, and it is nested no deeper than our own code can walk."""

import json
import math
from typing import Any

DEEPEST = 100


def parse(text: str) -> Any:
    """What the JSON means, with null for NaN and infinite numbers, which some servers send. Raises ValueError."""
    text = text.strip(" \t\n\r")
    try:
        # What `decode` does, without its two regular expressions for each text.
        value, end = _DECODER.raw_decode(text)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if end != len(text):
        raise ValueError("more after the JSON's end")
    if is_deep(value, text):
        raise ValueError("nested too deeply")
    return value


def is_deep(value: Any, text: str) -> bool:
    """Whether the value of this JSON text is nested deeper than DEEPEST levels."""
    # Each level takes two characters at least.
    if len(text) <= 2 * DEEPEST or text.count("[") + text.count("{") <= DEEPEST:
        return False
    level = [value]
    for _ in range(DEEPEST):
        level = [child for item in level for child in _children(item)]
        if not level:
            return False
    return any(isinstance(item, dict | list) for item in level)


def _children(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def _finite(digits: str) -> float | None:
    number = float(digits)
    return number if math.isfinite(number) else None


_DECODER = json.JSONDecoder(parse_float=_finite, parse_constant=lambda word: None)
