"""The subset of JSON Schema that `strict` wants: https://platform.openai.com/docs/guides/structured-outputs#supported-schemas"""

import copy
from collections.abc import Iterator
from typing import Any

from .places import pointer

Schema = dict[str, Any]
Way = tuple[str | int, ...]
UNSUPPORTED = {
    "allOf",
    "contains",
    "default",
    "dependentRequired",
    "dependentSchemas",
    "else",
    "if",
    "maxContains",
    "maxProperties",
    "minContains",
    "minProperties",
    "not",
    "oneOf",
    "patternProperties",
    "prefixItems",
    "propertyNames",
    "then",
    "unevaluatedItems",
    "unevaluatedProperties",
    "uniqueItems",
}
BY_NAME = ("properties", "$defs", "definitions")
IN_LISTS = ("anyOf", "oneOf", "allOf", "prefixItems")
DIRECTLY = ("items", "additionalProperties", "not", "if", "then", "else", "contains")


def advice(schema: Any) -> list[str]:
    """What upstream would refuse, each with its place; [] when the schema may be strict."""
    if not isinstance(schema, dict):
        return []
    found = [] if schema.get("type") == "object" else ["the top level: type must be object"]
    for way, part in parts(schema):
        place = pointer(way) or "the top level"
        if is_object(part):
            if part.get("additionalProperties") is not False:
                found.append(f"{place}: additionalProperties must be false")
            if left := optional(part):
                found.append(f"{place}: required must name {', '.join(left)} too")
        if refused := sorted(UNSUPPORTED & part.keys()):
            found.append(f"{place}: {', '.join(refused)} cannot be used")
    return found


def mended(schema: Schema) -> Schema:
    """The schema within the subset: what was optional may be null, what cannot be said is left out."""
    schema = copy.deepcopy(schema)
    schema.setdefault("type", "object")
    for _, part in list(parts(schema)):
        if "oneOf" in part:
            part.setdefault("anyOf", part["oneOf"])
        for word in UNSUPPORTED & part.keys():
            del part[word]
        if is_object(part):
            part["additionalProperties"] = False
            properties = part.setdefault("properties", {})
            for name in optional(part):
                properties[name] = nullable(properties[name])
            part["required"] = list(properties)
    return schema


def parts(schema: Any, way: Way = ()) -> Iterator[tuple[Way, Schema]]:
    """The schema and all schemas in it, each with its way."""
    if not isinstance(schema, dict):
        return
    yield way, schema
    for word in BY_NAME:
        if isinstance(named := schema.get(word), dict):
            for name, part in named.items():
                yield from parts(part, (*way, word, name))
    for word in IN_LISTS:
        if isinstance(listed := schema.get(word), list):
            for index, part in enumerate(listed):
                yield from parts(part, (*way, word, index))
    for word in DIRECTLY:
        yield from parts(schema.get(word), (*way, word))


def is_object(part: Schema) -> bool:
    kind = part.get("type")
    return kind == "object" or (isinstance(kind, list) and "object" in kind) or "properties" in part


def optional(part: Schema) -> list[str]:
    properties, required = part.get("properties"), part.get("required")
    named = required if isinstance(required, list) else []
    return [name for name in properties if name not in named] if isinstance(properties, dict) else []


def nullable(part: Any) -> Any:
    if not isinstance(part, dict):
        return part
    kind = part.get("type")
    if isinstance(kind, str) and kind != "null":
        widened = {**part, "type": [kind, "null"]}
        return {**widened, "enum": [*part["enum"], None]} if isinstance(part.get("enum"), list) else widened
    return part
