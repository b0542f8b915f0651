"""Kinds of parameters that hold others: a table of parameters is an `Object` of named kinds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .errors import bad_request
from .parameters import Kind, Text, missing


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
            raise bad_request(
                f"Invalid '{path}': empty array. Expected an array with minimum length {self.least}, "
                "but got an empty array instead.",
                path,
                "empty_array",
            )
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
    kinds: Mapping[str, Kind]
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
                f"Invalid '{path}': too many properties. Expected an object with at most {self.most} "
                f"properties, but got an object with {len(value)} properties instead.",
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


METADATA = Pairs(of=Text(longest=512, null=False), most=16, longest_key=64)
