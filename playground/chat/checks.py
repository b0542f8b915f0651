"""Checks on the structured parameters of a chat completion: each names what to mend, by its number."""

from typing import Any

from django.core.exceptions import ValidationError


def check_messages(messages: list[Any]) -> None:
    """Each message is an object with a role and something to say or to call."""
    for number, message in enumerate(messages, 1):
        if not isinstance(message, dict):
            raise ValidationError(f"Message {number} must be an object with a role and content")
        role = message.get("role")
        if not isinstance(role, str) or not role:
            raise ValidationError(f"Message {number} needs a role, such as user")
        if not isinstance(message.get("content"), str | list | None):
            raise ValidationError(f"Message {number}: content must be text or a list of parts")
        if not isinstance(calls := message.get("tool_calls"), list | None) or not all(
            isinstance(call, dict) for call in calls or ()
        ):
            raise ValidationError(f"Message {number}: tool_calls must be a list of objects")
        if isinstance(message.get("content"), list):
            check_parts(message["content"], number)
        if role == "tool" and not message.get("tool_call_id"):
            raise ValidationError(f"Message {number} answers a tool call: it needs that call's tool_call_id")


def open_tool_call(messages: list[Any]) -> str | None:
    """The id of the first tool call that no message has answered."""
    asked = [call.get("id") for message in messages for call in message.get("tool_calls") or ()]
    answered = {message.get("tool_call_id") for message in messages}
    return next((identifier for identifier in asked if identifier not in answered), None)


def check_parts(parts: list[Any], number: int) -> None:
    for place, part in enumerate(parts, 1):
        if not isinstance(part, dict) or not isinstance(part.get("type"), str):
            raise ValidationError(
                f"Message {number}, part {place} must be an object with a type, such as text"
            )


def check_tools(tools: list[Any]) -> None:
    for number, tool in enumerate(tools, 1):
        if not isinstance(tool, dict) or not isinstance(tool.get("type"), str):
            raise ValidationError(f"tools: item {number} must be an object with a type, such as function")
        if tool["type"] == "function":
            check_function(tool.get("function"), f"tools: function {number}")


def check_functions(functions: list[Any]) -> None:
    for number, function in enumerate(functions, 1):
        check_function(function, f"functions: item {number}")


def check_function(function: Any, place: str) -> None:
    if not isinstance(function, dict) or not isinstance(function.get("name"), str) or not function["name"]:
        raise ValidationError(f"{place} needs a name")
    if len(function["name"]) > 64:
        raise ValidationError(f"{place}: the name must be 64 characters or fewer")


def check_typed(name: str) -> Any:
    """A check that the object of this parameter says its type."""

    def check(value: Any) -> None:
        if not isinstance(value.get("type"), str):
            raise ValidationError(f"{name} needs a type: use one of the presets to start")

    return check


def check_audio(audio: dict[str, Any]) -> None:
    missing = [key for key in ("voice", "format") if not audio.get(key)]
    if missing:
        raise ValidationError(f"audio needs a {' and a '.join(missing)}")
