"""Functions, custom tools and schemas as people paste them, in the shapes of several APIs and of Python."""

import ast
import re
from collections.abc import Iterator
from typing import Any

from playground.params.json_text import JSONTextError, read_json

from .models import Definition

Kind = Definition.Kind
NAME = re.compile(r"[a-zA-Z0-9_-]{1,64}")
SCHEMA_WORDS = ("parameters", "input_schema", "inputSchema", "schema")
METHODS = ("get", "post", "put", "patch", "delete")


def read_pasted(text: str) -> Any:
    """The value of JSON, or of a Python literal with its None and True. Raises JSONTextError."""
    try:
        return read_json(text)
    except JSONTextError:
        try:
            return ast.literal_eval(text.strip())
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            pass
        raise


def definitions(value: Any) -> Iterator[Definition]:
    """The definitions in a pasted value, without owner: tools in a list or alone, an OpenAPI document, an export."""
    if isinstance(value, list):
        for item in value:
            yield from definitions(item)
    elif isinstance(value, dict) and isinstance(value.get("paths"), dict):
        yield from of_openapi(value)
    elif isinstance(value, dict):
        if definition := of_object(value):
            yield definition
        else:
            for word in ("tools", "functions", "response_formats", "response_format", "text", "format"):
                yield from definitions(value.get(word))


def of_object(value: dict[str, Any]) -> Definition | None:
    """One tool or response format; None when it is neither."""
    kind = value.get("type")
    body = value.get(str(kind), value)
    if not isinstance(body, dict) or not isinstance(body.get("name"), str) or not body["name"]:
        return None
    if kind not in Kind.values:
        kind = Kind.SCHEMA if "schema" in body else Kind.FUNCTION
    words = ("format",) if kind == Kind.CUSTOM else SCHEMA_WORDS
    schema = next((body[word] for word in words if isinstance(body.get(word), dict)), None)
    return Definition(
        kind=kind,
        name=name_from(body["name"]),
        description=str(body.get("description") or ""),
        schema=schema,
        strict=body.get("strict") is True and kind != Kind.CUSTOM,
        canned_result=str(value.get("canned_result") or ""),
    )


def of_openapi(document: dict[str, Any]) -> Iterator[Definition]:
    """A function for each operation: its parameters and the JSON of its body as properties."""
    for path, item in document["paths"].items():
        for method in METHODS:
            operation = item.get(method) if isinstance(item, dict) else None
            if isinstance(operation, dict):
                yield Definition(
                    kind=Kind.FUNCTION,
                    name=name_from(str(operation.get("operationId") or f"{method}{path}")),
                    description=str(operation.get("summary") or operation.get("description") or ""),
                    schema=operation_schema(operation, document),
                )


def operation_schema(operation: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    properties, required = {}, []
    for parameter in operation.get("parameters") or ():
        parameter = resolved(parameter, document)
        if isinstance(parameter, dict) and (name := parameter.get("name")):
            stated = resolved(parameter.get("schema"), document) or {"type": "string"}
            about = {"description": parameter["description"]} if parameter.get("description") else {}
            properties[name] = {**stated, **about}
            required += [name] if parameter.get("required") else []
    body = resolved(operation.get("requestBody"), document) or {}
    content = (body.get("content") or {}).get("application/json") or {}
    schema = resolved(content.get("schema"), document) or {}
    properties |= schema.get("properties") or {}
    required += schema.get("required") or []
    return {"type": "object", "properties": properties, "required": required}


def resolved(part: Any, document: dict[str, Any]) -> Any:
    """What a reference within the document stands for; anything else as it is."""
    reference = part.get("$ref") if isinstance(part, dict) else None
    if not isinstance(reference, str) or not reference.startswith("#/"):
        return part
    found: Any = document
    for key in reference[2:].split("/"):
        found = found.get(key) if isinstance(found, dict) else None
    return found


def name_from(text: str) -> str:
    """A name as the API takes it."""
    return re.sub(r"[^a-zA-Z0-9_-]+", "_", text).strip("_")[:64] or "function"
