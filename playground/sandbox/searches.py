"""How long a text may be searched by a regular expression: nothing stops `re`, nor goes on while it searches."""

import math
from collections.abc import Iterator
from typing import Any

# The standard library's own parser, as in `patterns`.
from re import _constants as ops  # type: ignore[attr-defined]  # isort: skip
from re import _parser  # type: ignore[attr-defined]  # isort: skip

from .patterns import REPEATS

MOST_TRIES = 10_000_000


def without_slow_patterns(schema: Any, longest: int) -> Any:
    """The schema, without the patterns that search a text of the longest length too long."""
    if isinstance(schema, list):
        return [without_slow_patterns(item, longest) for item in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {name: without_slow_patterns(inner, longest) for name, inner in schema.items()}
    if isinstance(kept.get("pattern"), str) and not is_quick(kept["pattern"], longest):
        del kept["pattern"]
    if isinstance(named := kept.get("patternProperties"), dict):
        quick = {pattern: inner for pattern, inner in named.items() if is_quick(pattern, longest)}
        kept["patternProperties"] = quick
    return kept


def is_quick(pattern: str, length: int) -> bool:
    """Whether a text of this length is searched by the pattern soon, whatever it says."""
    return bool(length ** (1 + choices(_parser.parse(pattern))) <= MOST_TRIES)


def choices(parsed: Any, repeated: bool = False) -> float:
    """How many of the pattern's parts could each end anywhere; without end when such a part is itself repeated."""
    found: float = 0
    for op, argument in parsed:
        again = op in REPEATS and argument[1] > 1
        if (again and argument[0] != argument[1]) or op is ops.BRANCH or (repeated and op in REPEATS):
            found += math.inf if repeated else op in REPEATS
        found += sum(choices(inner, repeated or again) for inner in inside(argument))
    return found


def inside(argument: Any) -> Iterator[Any]:
    """The patterns within an operation."""
    if isinstance(argument, _parser.SubPattern):
        yield argument
    elif isinstance(argument, (list, tuple)):
        for part in argument:
            yield from inside(part)
