"""Checks on the structured parameters of a response: each names what to mend, by its number."""

from typing import Any

from django.core.exceptions import ValidationError


def check_input(value: Any) -> None:
    """Text, or items that are objects: each a message with a role and content, or something with a type."""
    if isinstance(value, str):
        return
    if not value:
        raise ValidationError("input has no items: add a message")
    for number, item in enumerate(value, 1):
        check_item(item, f"input: item {number}")


def check_item(item: Any, place: str) -> None:
    if not isinstance(item, dict):
        raise ValidationError(f"{place} must be an object, such as a message with a role and content")
    kind = item.get("type", "message")
    if not isinstance(kind, str) or not kind:
        raise ValidationError(f"{place}: type must be a word, such as message")
    if kind == "message" and "id" not in item and not isinstance(item.get("role"), str):
        raise ValidationError(f"{place} needs a role, such as user")
    if kind == "message" and isinstance(item.get("content"), list):
        check_parts(item["content"], place)
    if kind.endswith("_call_output") and not item.get("call_id"):
        raise ValidationError(f"{place} answers a call: it needs that call's call_id")


def check_parts(parts: list[Any], place: str) -> None:
    for number, part in enumerate(parts, 1):
        if not isinstance(part, dict) or not isinstance(part.get("type"), str):
            raise ValidationError(f"{place}, part {number} must be an object with a type, such as input_text")


def check_tools(tools: list[Any]) -> None:
    for number, tool in enumerate(tools, 1):
        if not isinstance(tool, dict) or not isinstance(tool.get("type"), str):
            raise ValidationError(f"tools: item {number} must be an object with a type, such as web_search")
        if tool["type"] in ("function", "custom") and not tool.get("name"):
            raise ValidationError(f"tools: {tool['type']} {number} needs a name")


def check_text(text: dict[str, Any]) -> None:
    form = text.get("format")
    if form is not None and not (isinstance(form, dict) and isinstance(form.get("type"), str)):
        raise ValidationError("text: format must be an object with a type, such as text or json_schema")
    if isinstance(form, dict) and form["type"] == "json_schema" and not form.get("name"):
        raise ValidationError("text: the schema needs a name")
