"""Kinds of parameters: what a value may be, and the error the API gives for any other.

A table of parameters is an `Object`; `check(value, path)` returns nothing or raises `APIError`. `null` is taken for
"not given" wherever `null=True`, which is how the API treats almost everything optional.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .errors import bad_request

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
    types = (int, float)
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
        message = f"Invalid '{path}': {self.noun} {fault} value. Expected a value {expected}, but got {value} instead."
        raise bad_request(message, path, f"{self.noun}_{code}_value")


@dataclass(frozen=True, kw_only=True)
class Integer(Number):
    words = "an integer"
    noun = "integer"
    types = (int,)


@dataclass(frozen=True, kw_only=True)
class List(Kind):
    of: Kind
    least: int = 0
    most: int | None = None
    words = "an array"

    def accepts(self, value: Any) -> bool:
        return isinstance(value, list)

    def check_value(self, value: list[Any], path: str) -> None:
        if len(value) < self.least:
            message = f"Invalid '{path}': empty array. Expected an array with minimum length {self.least}, but got an empty array instead."
            raise bad_request(message, path, "empty_array")
        if self.most is not None and len(value) > self.most:
            raise bad_request(
                f"Invalid '{path}': array too long. Expected an array with maximum length {self.most}, "
                f"but got an array with length {len(value)} instead.",
                path,
                "array_above_max_length",
            )
        for position, item in enumerate(value):
            self.of.check(item, f"{path}[{position}]")


@dataclass(frozen=True, kw_only=True)
class Object(Kind):
    """Named parameters. `open` takes any others too."""

    fields: Mapping[str, Kind] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    open: bool = False
    words = "an object"

    def accepts(self, value: Any) -> bool:
        return isinstance(value, dict)

    def check_value(self, value: dict[str, Any], path: str) -> None:
        inside = f"{path}." if path else ""
        for name, item in value.items():
            if kind := self.fields.get(name):
                kind.check(item, inside + name)
            elif not self.open:
                said = "Unknown parameter: '{}'." if path else "Unrecognized request argument supplied: {}"
                raise bad_request(said.format(inside + name), inside + name, "unknown_parameter")
        for name in self.required:
            if value.get(name) is None:
                raise missing(inside + name)


@dataclass(frozen=True, kw_only=True)
class Tagged(Kind):
    """An object whose field `key` says which of several kinds of object it is."""

    key: str
    kinds: Mapping[str, Object]
    words = "an object"

    def accepts(self, value: Any) -> bool:
        return isinstance(value, dict)

    def check_value(self, value: dict[str, Any], path: str) -> None:
        if value.get(self.key) is None:
            raise missing(f"{path}.{self.key}")
        Text(choices=tuple(self.kinds)).check(value[self.key], f"{path}.{self.key}")
        self.kinds[value[self.key]].check(value, path)


@dataclass(frozen=True, kw_only=True)
class Pairs(Kind):
    """An object with keys of the caller's choosing."""

    of: Kind
    most: int | None = None
    longest_key: int | None = None
    words = "an object"

    def accepts(self, value: Any) -> bool:
        return isinstance(value, dict)

    def check_value(self, value: dict[str, Any], path: str) -> None:
        if self.most is not None and len(value) > self.most:
            raise bad_request(
                f"Invalid '{path}': too many properties. Expected an object with at most {self.most} properties, "
                f"but got an object with {len(value)} properties instead.",
                path,
                "object_above_max_properties",
            )
        for name, item in value.items():
            if self.longest_key is not None and len(name) > self.longest_key:
                message = f"Invalid '{path}': a key is longer than {self.longest_key} characters."
                raise bad_request(message, path, "property_name_above_max_length")
            self.of.check(item, f"{path}.{name}")


@dataclass(frozen=True, kw_only=True)
class Either(Kind):
    """The first kind that takes values of this JSON type."""

    kinds: tuple[Kind, ...]

    @property
    def words(self) -> str:  # type: ignore[override]
        return f"one of {' or '.join(kind.words for kind in self.kinds)}"

    def accepts(self, value: Any) -> bool:
        return any(kind.accepts(value) for kind in self.kinds)

    def check_value(self, value: Any, path: str) -> None:
        next(kind for kind in self.kinds if kind.accepts(value)).check(value, path)


def missing(path: str) -> Exception:
    return bad_request(f"Missing required parameter: '{path}'.", path, "missing_required_parameter")


METADATA = Pairs(of=Text(longest=512, null=False), most=16, longest_key=64)
