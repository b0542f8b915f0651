"""What function declarations and `response_format` demand of their names and JSON schemas."""

import re
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError

from ..errors import bad_request
from ..parameters import missing
from .messages import text_of

NAME = re.compile(r"[a-zA-Z0-9_-]+")


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
    try:
        Draft202012Validator.check_schema(schema)
    except SchemaError as error:
        raise bad_request(f"Invalid schema for {where}: {error.message}", path, code) from None
    except (RecursionError, re.error) as error:
        raise bad_request(f"Invalid schema for {where}: {error}", path, code) from None


def check_response_format(params: dict[str, Any]) -> None:
    wanted = params.get("response_format", {"type": "text"})
    if wanted["type"] == "json_object" and not any("json" in text_of(m).lower() for m in params["messages"]):
        raise bad_request(
            "'messages' must contain the word 'json' in some form, "
            "to use 'response_format' of type 'json_object'.",
            "messages",
        )
    if wanted["type"] == "json_schema":
        format_ = wanted["json_schema"]
        check_name(format_["name"], "response_format.json_schema.name")
        if format_.get("schema") is None:
            raise missing("response_format.json_schema.schema")
        where = f"response_format '{format_['name']}'"
        check_schema(format_["schema"], where, "response_format", None)
        if format_.get("strict"):
            check_strict(format_["schema"], where)


def check_strict(schema: dict[str, Any], where: str) -> None:
    """The subset that `strict` demands, at the root: closed objects with everything required."""
    if schema.get("type") != "object":
        raise bad_request(not_an_object(where, schema), "response_format")
    if schema.get("additionalProperties") is not False:
        raise bad_request(
            f"Invalid schema for {where}: In context=(), 'additionalProperties' is required to be supplied "
            "and to be false.",
            "response_format",
        )
    left = sorted(set(schema.get("properties", {})) - set(schema.get("required", ())))
    if left:
        raise bad_request(
            f"Invalid schema for {where}: In context=(), 'required' is required to be supplied and to be an "
            f"array including every key in properties. Missing '{left[0]}'.",
            "response_format",
        )


def not_an_object(where: str, schema: dict[str, Any]) -> str:
    expected = "schema must be a JSON Schema of 'type: \"object\"'"
    return f"Invalid schema for {where}: {expected}, got 'type: \"{schema.get('type')}\"'."
