"""Where a value does not fit a JSON schema, in words. `worker` runs this module in a process of its own.

Schemas come from strangers. What they refer to is never fetched: only the specification's own schemas are known.
"""

import json
import re
import sys
from collections.abc import Iterable
from itertools import islice
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, best_match
from jsonschema.validators import validator_for
from jsonschema_specifications import REGISTRY
from referencing.exceptions import Unresolvable

from .places import pointer

Place = list[str | int]
Found = dict[str, Any]

MOST_LOOKED_AT = 50
MOST_WORDS = 300
TYPES = {
    "array": "an array",
    "boolean": "true or false",
    "integer": "a whole number",
    "null": "null",
    "number": "a number",
    "object": "an object",
    "string": "a string",
}
LIMITS = {
    "minimum": "must be {} or more",
    "maximum": "must be {} or less",
    "exclusiveMinimum": "must be more than {}",
    "exclusiveMaximum": "must be less than {}",
    "multipleOf": "must be a multiple of {}",
    "minLength": "must have {} characters or more",
    "maxLength": "must have {} characters or fewer",
    "minItems": "must have {} items or more",
    "maxItems": "must have {} items or fewer",
    "minProperties": "must have {} properties or more",
    "maxProperties": "must have {} properties or fewer",
    "const": "must be {}",
    "pattern": "must match the pattern {}",
    "format": "must have the format {}",
}


def value_in(schema: Any, value: Any) -> Found | None:
    """The first place where `value` does not fit `schema`; None where it does.

    A found one is {"place": [...], "words": "must be a number"}, or {"problem": "..."} when nobody can say.
    """
    if found := schema_in(schema):
        where = pointer(found.get("place", ())) or "its top level"
        return {
            "problem": f"The schema is no JSON Schema: {where} {found.get('words', found.get('problem'))}"
        }
    try:
        kind = validator_for(schema, Draft202012Validator)
        return first(kind(schema, registry=REGISTRY).iter_errors(value), value)
    except Unresolvable as error:
        return {"problem": f"The schema refers to {error.ref}, which is not in it"[:MOST_WORDS]}
    except RecursionError:
        return {"problem": "The schema refers to itself without end"}
    except re.error as error:
        return {"problem": f"The schema has a pattern that cannot be tried: {error}"[:MOST_WORDS]}


def schema_in(schema: Any) -> Found | None:
    """The first place where `schema` is no JSON Schema; None where it is one."""
    try:
        kind = validator_for(schema, Draft202012Validator)
        meta = kind(kind.META_SCHEMA, registry=REGISTRY, format_checker=kind.FORMAT_CHECKER)
        found = first(meta.iter_errors(schema), schema)
        if found and found["place"][-1:] == ["type"]:
            found["words"] = f"must be one of {', '.join(TYPES)}, or a list of them"
        return found
    except RecursionError:
        return {"problem": "The schema is nested too deeply"}


def first(errors: Iterable[ValidationError], value: Any) -> Found | None:
    """The error whose place comes first in the value."""
    found = [violation(error) for error in islice(errors, MOST_LOOKED_AT)]
    return min(found, key=lambda one: position(one["place"], value), default=None)


def violation(error: ValidationError) -> Found:
    error = best_match(iter([error]))
    place = list(error.absolute_path)
    if error.validator == "additionalProperties" and isinstance(error.instance, dict):
        place += [next(iter(extra(error)), "")]
    return {"place": place, "words": words(error)[:MOST_WORDS]}


def extra(error: ValidationError) -> list[str]:
    """The properties that the schema at hand does not take."""
    named, patterns = error.schema.get("properties", {}), error.schema.get("patternProperties", {})
    return [
        key
        for key in error.instance
        if key not in named and not any(re.search(pattern, key) for pattern in patterns)
    ]


def words(error: ValidationError) -> str:
    stated = error.validator_value
    match error.validator:
        case "type":
            types = [stated] if isinstance(stated, str) else stated
            return "must be " + " or ".join(TYPES.get(name, str(name)) for name in types)
        case "enum":
            return "must be one of " + ", ".join(compact(item) for item in stated)
        case "required":
            missing = [name for name in stated if name not in error.instance]
            return f"must have {compact(missing[0])}"
        case "additionalProperties":
            return "is not in the schema"
        case "uniqueItems":
            return "must not have the same item twice"
        case "not":
            return "must not fit what the schema excludes"
        case "oneOf":
            return "must fit exactly one of the schema's alternatives"
        case "anyOf":
            return "must fit one of the schema's alternatives"
        case "format" if stated == "regex":
            return "must be a regular expression"
        case None:
            return "is not allowed"
    if template := LIMITS.get(str(error.validator)):
        return template.format(stated if error.validator in ("pattern", "format") else compact(stated))
    return str(error.message)


def position(place: Place, value: Any) -> list[int]:
    """The way to a place as numbers that sort as the places stand in the JSON text."""
    numbers = []
    for key in place:
        keys = list(value) if isinstance(value, dict) else list(range(len(value)))
        if key not in keys:
            break
        numbers.append(keys.index(key))
        value = value[key]
    return numbers


def compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def answer_jobs() -> None:
    """A JSON line {"schema", "value"} in, a JSON line out, until the input ends."""
    print("ready", flush=True)
    for line in sys.stdin:
        job = json.loads(line)
        print(json.dumps(value_in(job["schema"], job["value"])), flush=True)


if __name__ == "__main__":
    answer_jobs()
