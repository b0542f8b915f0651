"""What function declarations and structured answers demand of their names and JSON schemas."""

import re
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError

from .errors import bad_request

NAME = re.compile(r"[a-zA-Z0-9_-]+")
MOST_VALUES = 5000


def check_function(function: dict[str, Any], path: str) -> None:
    check_name(function["name"], f"{path}.name")
    if schema := function.get("parameters"):
        if schema.get("type", "object") != "object":
            where = f"function '{function['name']}'"
            raise bad_request(
                not_an_object(where, schema), f"{path}.parameters", "invalid_function_parameters"
            )
        check_schema(
            schema, f"function '{function['name']}'", f"{path}.parameters", "invalid_function_parameters"
        )


def check_name(name: str, path: str) -> None:
    if not NAME.fullmatch(name):
        raise bad_request(
            f"Invalid '{path}': string does not match pattern. "
            "Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'.",
            path,
            "invalid_value",
        )


def check_schema(schema: dict[str, Any], where: str, path: str, code: str | None) -> None:
    """Takes a second or two for the largest schema, so belongs to no event loop."""
    if is_larger(schema, MOST_VALUES):
        raise bad_request(f"Invalid schema for {where}: it holds more than {MOST_VALUES} values.", path, code)
    try:
        Draft202012Validator.check_schema(schema)
    except SchemaError as error:
        raise bad_request(f"Invalid schema for {where}: {error.message}", path, code) from None
    except (RecursionError, re.error) as error:
        raise bad_request(f"Invalid schema for {where}: {error}", path, code) from None


def is_larger(value: Any, most: int) -> bool:
    """Whether there are more than `most` values in the value."""
    left = [value]
    for _ in range(most):
        if not left:
            return False
        item = left.pop()
        if isinstance(item, (dict, list)):
            left += item.values() if isinstance(item, dict) else item
    return bool(left)


def check_strict(schema: dict[str, Any], where: str, path: str, code: str | None = None) -> None:
    """The subset that `strict` demands, at the root: closed objects with everything required."""
    if schema.get("type") != "object":
        raise bad_request(not_an_object(where, schema), path, code)
    if schema.get("additionalProperties") is not False:
        raise bad_request(
            f"Invalid schema for {where}: In context=(), 'additionalProperties' is required to be supplied "
            "and to be false.",
            path,
            code,
        )
    left = sorted(set(schema.get("properties", {})) - set(schema.get("required", ())))
    if left:
        raise bad_request(
            f"Invalid schema for {where}: In context=(), 'required' is required to be supplied and to be an "
            f"array including every key in properties. Missing '{left[0]}'.",
            path,
            code,
        )


def not_an_object(where: str, schema: dict[str, Any]) -> str:
    expected = "schema must be a JSON Schema of 'type: \"object\"'"
    return f"Invalid schema for {where}: {expected}, got 'type: \"{schema.get('type')}\"'."
