"""Strings that match a regular expression."""

from collections.abc import Callable
from random import Random
from typing import Any

# The standard library's own parser: private by name, the same from 3.11 to 3.14.
from re import _constants as ops  # type: ignore[attr-defined]  # isort: skip
from re import _parser  # type: ignore[attr-defined]  # isort: skip

PRINTABLE = (
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 -_.,:;!?/()[]{}'\"@#$%&*+=<>|~^`\\"
)
CLASSES: dict[Any, Callable[[str], bool]] = {
    ops.CATEGORY_DIGIT: str.isdigit,
    ops.CATEGORY_NOT_DIGIT: lambda c: not c.isdigit(),
    ops.CATEGORY_SPACE: str.isspace,
    ops.CATEGORY_NOT_SPACE: lambda c: not c.isspace(),
    ops.CATEGORY_WORD: lambda c: c.isalnum() or c == "_",
    ops.CATEGORY_NOT_WORD: lambda c: not (c.isalnum() or c == "_"),
}
REPEATS = (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT)
MOST_REPEATS = 4
MOST_STEPS = 4000


def matching(pattern: str, rng: Random) -> str:
    """A string that the whole pattern matches; look-around is taken as empty, so check the result.

    Raises `OverflowError` where that would be a very long one.
    """
    return Writer(rng).sequence(_parser.parse(pattern))


class Writer:
    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.groups: dict[int, str] = {}
        self.steps = 0

    def sequence(self, parsed: Any) -> str:
        return "".join(self.one(op, argument) for op, argument in parsed)

    def one(self, op: Any, argument: Any) -> str:
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise OverflowError("the pattern asks for too long a text")
        if op is ops.LITERAL:
            return chr(argument)
        if op is ops.NOT_LITERAL:
            return self.rng.choice([c for c in PRINTABLE if c != chr(argument)])
        if op is ops.ANY:
            return self.rng.choice(PRINTABLE[:26])
        if op is ops.IN:
            return self.member(argument)
        if op is ops.BRANCH:
            return self.sequence(self.rng.choice(argument[1]))
        if op is ops.SUBPATTERN:
            text = self.sequence(argument[3])
            self.groups[argument[0]] = text
            return text
        if op is ops.GROUPREF:
            return self.groups.get(argument, "")
        if op in REPEATS:
            low, high, inner = argument
            times = self.rng.randint(low, max(low, min(int(high), low + MOST_REPEATS)))
            return "".join(self.sequence(inner) for _ in range(min(times, MOST_STEPS)))
        if op is ops.ATOMIC_GROUP:
            return self.sequence(argument)
        return ""

    def member(self, items: list[Any]) -> str:
        negated = items[0][0] is ops.NEGATE
        fitting = [c for c in PRINTABLE if any(contains(item, c) for item in items) is not negated]
        if fitting:
            return self.rng.choice(fitting)
        op, argument = items[0]
        return chr(argument[0] if op is ops.RANGE else argument)


def contains(item: tuple[Any, Any], character: str) -> bool:
    op, argument = item
    if op is ops.LITERAL:
        return bool(ord(character) == argument)
    if op is ops.RANGE:
        return bool(argument[0] <= ord(character) <= argument[1])
    return op is ops.CATEGORY and CLASSES[argument](character)
