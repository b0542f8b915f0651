"""What a session's structured parameters must be, in words that say how to mend them."""

from typing import Any

from django.core.exceptions import ValidationError

DETECTORS = ("server_vad", "semantic_vad")
NUMBERS = {
    "threshold": (0, 1),
    "prefix_padding_ms": (0, None),
    "silence_duration_ms": (0, None),
    "idle_timeout_ms": (0, None),
}


def check_turn_detection(value: Any) -> None:
    """An object whose type is a known detector, with numbers in their bounds."""
    if not isinstance(value, dict):
        return
    kind = value.get("type")
    if kind is not None and not isinstance(kind, str):
        raise ValidationError(f"turn_detection needs a type that is text: {' or '.join(DETECTORS)}")
    for name, (low, high) in NUMBERS.items():
        number = value.get(name)
        if number is None:
            continue
        if isinstance(number, bool) or not isinstance(number, int | float):
            raise ValidationError(f"turn_detection.{name} must be a number")
        if number < low or (high is not None and number > high):
            raise ValidationError(
                f"turn_detection.{name} must be {low} to {high}"
                if high
                else f"turn_detection.{name} must be {low} or more"
            )


def check_tools(tools: Any) -> None:
    """Objects, and each function with a name: a session takes them flat, chat's nested ones are flattened."""
    for number, tool in enumerate(tools if isinstance(tools, list) else (), 1):
        if not isinstance(tool, dict):
            raise ValidationError(f"tools takes objects only: item {number} is none")
        if tool.get("type", "function") == "function" and not flat_function(tool).get("name"):
            raise ValidationError(f"tools item {number} needs a name")


def flat_function(tool: dict[str, Any]) -> dict[str, Any]:
    """A tool as the Realtime API takes it: chat's nested function is unfolded; it knows no `strict`."""
    body = tool.get("function")
    if tool.get("type") != "function" or not isinstance(body, dict):
        return tool
    return {"type": "function", **{name: value for name, value in body.items() if name != "strict"}}
