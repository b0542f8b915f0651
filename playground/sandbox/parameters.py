"""Kinds of parameters: what a value may be, and the error the API gives for any other.

`check(value, path)` returns nothing or raises `APIError`. Wherever `null` is true, a null is "not given",
which is how the API treats almost everything optional.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from .errors import APIError, bad_request

JSON_TYPES = {
    dict: "an object",
    list: "an array",
    str: "a string",
    bool: "a boolean",
    int: "an integer",
    float: "a decimal number",
    type(None): "null",
}


def listed(values: Sequence[str], last: str = "and") -> str:
    """'a', 'b', and 'c' – as the API lists what it supports."""
    quoted = [f"'{value}'" for value in values]
    if len(quoted) < 3:
        return f" {last} ".join(quoted)
    return f"{', '.join(quoted[:-1])}, {last} {quoted[-1]}"


@dataclass(frozen=True, kw_only=True)
class Kind:
    words = "a value"
    null: bool = True

    def accepts(self, value: Any) -> bool:
        return True

    def check(self, value: Any, path: str) -> None:
        if value is None and self.null:
            return
        if not self.accepts(value):
            got = JSON_TYPES[type(value)]
            message = f"Invalid type for '{path}': expected {self.words}, but got {got} instead."
            raise bad_request(message, path, "invalid_type")
        self.check_value(value, path)

    def check_value(self, value: Any, path: str) -> None:
        """Check what the type alone does not say."""


@dataclass(frozen=True, kw_only=True)
class Anything(Kind):
    """Taken as it is."""


@dataclass(frozen=True, kw_only=True)
class Flag(Kind):
    words = "a boolean"

    def accepts(self, value: Any) -> bool:
        return isinstance(value, bool)


@dataclass(frozen=True, kw_only=True)
class Text(Kind):
    words = "a string"
    longest: int | None = None
    choices: tuple[str, ...] = ()

    def accepts(self, value: Any) -> bool:
        return isinstance(value, str)

    def check_value(self, value: str, path: str) -> None:
        if self.choices and value not in self.choices:
            message = f"Invalid value: '{value}'. Supported values are: {listed(self.choices)}."
            raise bad_request(message, path, "invalid_value")
        if self.longest is not None and len(value) > self.longest:
            raise bad_request(
                f"Invalid '{path}': string too long. Expected a string with maximum length {self.longest}, "
                f"but got a string with length {len(value)} instead.",
                path,
                "string_above_max_length",
            )


@dataclass(frozen=True, kw_only=True)
class Number(Kind):
    words = "a decimal"
    noun = "decimal"
    types: ClassVar[tuple[type, ...]] = (int, float)
    low: float | None = None
    high: float | None = None

    def accepts(self, value: Any) -> bool:
        return isinstance(value, self.types) and not isinstance(value, bool)

    def check_value(self, value: float, path: str) -> None:
        if self.low is not None and value < self.low:
            self.refuse(value, path, "below minimum", f">= {self.low}", "below_min")
        if self.high is not None and value > self.high:
            self.refuse(value, path, "above maximum", f"<= {self.high}", "above_max")

    def refuse(self, value: float, path: str, fault: str, expected: str, code: str) -> None:
        expectation = f"Expected a value {expected}, but got {value} instead."
        message = f"Invalid '{path}': {self.noun} {fault} value. {expectation}"
        raise bad_request(message, path, f"{self.noun}_{code}_value")


@dataclass(frozen=True, kw_only=True)
class Integer(Number):
    words = "an integer"
    noun = "integer"
    types = (int,)


def missing(path: str) -> APIError:
    return bad_request(f"Missing required parameter: '{path}'.", path, "missing_required_parameter")
