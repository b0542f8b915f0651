"""An instance for a JSON schema: made up from it and the words of the prompt, then checked against it."""

import re
from collections.abc import Iterator
from itertools import count
from random import Random
from typing import Any

import referencing
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from referencing.exceptions import Unresolvable

from .figures import within
from .patterns import matching
from .references import Schema, lookup, merged
from .searches import without_slow_patterns
from .strings import Hints, text_for

DEEPEST = 6
ATTEMPTS = 24
MOST_VALUES = 50_000
NOT_FOUND = "The sandbox found no instance of this schema."
# A schema may contradict itself in more ways than can be asked beforehand; each shows as one of these.
UNFIT = (
    *(ValidationError, Unresolvable, RecursionError, re.error),
    *(OverflowError, ValueError, TypeError, LookupError, ArithmeticError),
)


class Unsatisfiable(Exception):
    """No instance was found within the attempts."""


def instance_of(schema: dict[str, Any], hints: Hints, rng: Random) -> Any:
    """A value that validates against `schema`; raises `Unsatisfiable`. Nothing is fetched for a `$ref`.

    What a pattern demands that could take minutes to check is made, but not checked.
    """
    try:
        checked = without_slow_patterns(schema, len(str(schema)))
    except UNFIT:
        raise Unsatisfiable(NOT_FOUND) from None
    validator = Draft202012Validator(checked, registry=referencing.Registry())
    made = count()
    for attempt in range(ATTEMPTS):
        maker = Maker(schema, hints, rng, attempt % 3 == 2, made)
        try:
            value = maker.make(schema, "", 0)
            validator.validate(value)
        except UNFIT:
            continue
        return value
    raise Unsatisfiable(NOT_FOUND)


class Maker:
    """Makes values; `made` counts them, of all attempts together."""

    def __init__(
        self, root: dict[str, Any], hints: Hints, rng: Random, sparse: bool, made: Iterator[int]
    ) -> None:
        self.root, self.hints, self.rng, self.sparse, self.made = root, hints, rng, sparse, made

    def make(self, schema: Schema, name: str, depth: int) -> Any:
        if next(self.made) > MOST_VALUES:
            raise OverflowError("the schema asks for too many values")
        if isinstance(schema, bool):
            return self.hints.words[0] if self.hints.words else "sandbox"
        schema = self.resolved(schema, depth)
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return self.one_of(schema["enum"])
        kind = self.kind_of(schema, depth)
        return getattr(self, f"make_{kind}")(schema, name, depth)

    def resolved(self, schema: dict[str, Any], depth: int) -> dict[str, Any]:
        """The schema with its references, `allOf` and one branch of `anyOf`/`oneOf` merged in."""
        for _ in range(32):
            if "$ref" in schema:
                target = lookup(self.root, schema["$ref"])
                schema = merged({k: v for k, v in schema.items() if k != "$ref"}, target)
            elif "allOf" in schema:
                parts, schema = schema["allOf"], {k: v for k, v in schema.items() if k != "allOf"}
                for part in parts:
                    schema = merged(schema, part)
            elif key := next((key for key in ("anyOf", "oneOf") if key in schema), None):
                branch = self.branch(schema[key], depth)
                schema = merged({k: v for k, v in schema.items() if k != key}, branch)
            else:
                return schema
        return schema

    def branch(self, branches: list[Schema], depth: int) -> Schema:
        if depth >= DEEPEST:
            return min(branches, key=lambda branch: len(str(branch)))
        solid = [branch for branch in branches if branch != {"type": "null"}]
        return self.rng.choice(solid or branches)

    def one_of(self, values: list[Any]) -> Any:
        """The choice that the prompt names, else any but null."""
        named = [value for value in values if isinstance(value, str) and self.hints.mentions(value)]
        return self.rng.choice(named or [value for value in values if value is not None] or values)

    def kind_of(self, schema: dict[str, Any], depth: int) -> str:
        kind = schema.get("type")
        if isinstance(kind, list):
            solid = [one for one in kind if one != "null"]
            return "null" if depth >= DEEPEST and "null" in kind else self.rng.choice(solid or kind)
        if kind:
            return str(kind)
        if schema.keys() & {"properties", "required", "additionalProperties", "minProperties"}:
            return "object"
        if schema.keys() & {"items", "prefixItems", "minItems", "contains"}:
            return "array"
        if schema.keys() & {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"}:
            return "number"
        return "string"

    def make_null(self, schema: dict[str, Any], name: str, depth: int) -> None:
        return None

    def make_boolean(self, schema: dict[str, Any], name: str, depth: int) -> bool:
        return self.rng.random() < 0.7

    def make_integer(self, schema: dict[str, Any], name: str, depth: int) -> int:
        return int(within(schema, self.hints.numbers, self.rng, whole=True))

    def make_number(self, schema: dict[str, Any], name: str, depth: int) -> float:
        return within(schema, self.hints.numbers, self.rng, whole=False)

    def make_string(self, schema: dict[str, Any], name: str, depth: int) -> str:
        if pattern := schema.get("pattern"):
            return matching(pattern, self.rng)
        text = text_for(name, schema, self.hints, self.rng)
        least, most = schema.get("minLength", 0), schema.get("maxLength")
        if len(text) < least:
            text += "".join(self.rng.choices("abcdefghijklmnop", k=min(int(least), 100_000) - len(text)))
        return text if most is None else text[: int(most)]

    def make_array(self, schema: dict[str, Any], name: str, depth: int) -> list[Any]:
        first = [self.make(item, name, depth + 1) for item in schema.get("prefixItems", ())]
        items = schema.get("items", True)
        least, most = int(schema.get("minItems", 0)), int(schema.get("maxItems", 1000))
        wanted = least if depth >= DEEPEST or self.sparse else max(least, self.rng.randint(2, 3))
        if "contains" in schema:
            first += [
                self.make(schema["contains"], name, depth + 1)
                for _ in range(int(schema.get("minContains", 1)))
            ]
        found: list[Any] = first[:most]
        for _ in range(min(wanted, most, 1000) * 4):
            if len(found) >= min(wanted, most) or items is False:
                break
            # The prompt's own words and numbers come first; what must differ is then made up.
            maker = self if not found or not schema.get("uniqueItems") else replace_hints(self)
            value = maker.make(items, name, depth + 1)
            if not (schema.get("uniqueItems") and value in found):
                found.append(value)
        return found

    def make_object(self, schema: dict[str, Any], name: str, depth: int) -> dict[str, Any]:
        properties, required = schema.get("properties", {}), schema.get("required", ())
        lean = self.sparse or depth >= DEEPEST
        made = {
            key: self.make(inner, key, depth + 1)
            for key, inner in properties.items()
            if inner is not False and (key in required or not lean)
        }
        extra = schema.get("additionalProperties", True)
        for key in required:
            if key not in made:
                made[key] = self.make(extra, key, depth + 1)
        for position in range(
            int(min(schema.get("minProperties", 1 if isinstance(extra, dict) and not made else 0), 100))
        ):
            if len(made) < schema.get("minProperties", 1):
                made[f"key_{position + 1}"] = self.make(extra, "key", depth + 1)
        return made


def replace_hints(maker: Maker) -> Maker:
    """The same maker, left to chance."""
    return Maker(maker.root, Hints(), maker.rng, maker.sparse, maker.made)
