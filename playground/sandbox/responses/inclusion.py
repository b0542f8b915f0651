"""What of an item is shown only to those who ask for it by `include`."""

from collections.abc import Collection

from django.http import HttpRequest

from ..errors import bad_request
from .context import Item
from .frame import Response
from .parameters import INCLUDE


def included(response: Response, include: Collection[str]) -> Response:
    """The response with those parts of its output that were asked for."""
    return {**response, "output": [with_asked(item, include) for item in response["output"]]}


def with_asked(item: Item, include: Collection[str]) -> Item:
    kind = item["type"]
    if kind == "reasoning" and "reasoning.encrypted_content" not in include:
        return {name: value for name, value in item.items() if name != "encrypted_content"}
    if kind == "file_search_call" and "file_search_call.results" not in include:
        return {**item, "results": None}
    if kind == "code_interpreter_call" and "code_interpreter_call.outputs" not in include:
        return {**item, "outputs": None}
    if kind == "web_search_call" and "web_search_call.action.sources" not in include:
        action = {name: value for name, value in (item.get("action") or {}).items() if name != "sources"}
        return {**item, "action": action} if action else item
    if kind == "message" and "message.input_image.image_url" not in include:
        return {**item, "content": [without_picture(part) for part in item["content"]]}
    return item


def without_picture(part: Item) -> Item:
    return {**part, "image_url": None} if part["type"] == "input_image" else part


def asked(request: HttpRequest) -> list[str]:
    """The `include` of a query string, checked."""
    wanted = [*request.GET.getlist("include"), *request.GET.getlist("include[]")]
    INCLUDE.check(wanted, "include")
    return wanted


def refuse_unknown(request: HttpRequest, *names: str) -> None:
    for name in request.GET:
        if name.removesuffix("[]") not in ("include", *names):
            raise bad_request(f"Unknown parameter: '{name}'.", name, "unknown_parameter")


def flag(request: HttpRequest, name: str, default: bool) -> bool:
    value = request.GET.get(name, str(default)).lower()
    if value not in ("true", "false"):
        message = f"Invalid type for '{name}': expected a boolean, but got '{value}' instead."
        raise bad_request(message, name, "invalid_type")
    return value == "true"


def whole_number(request: HttpRequest, name: str) -> int | None:
    value = request.GET.get(name)
    if value is None:
        return None
    if not (value.isascii() and value.isdecimal()) or len(value) > 10:
        message = f"Invalid type for '{name}': expected an integer, but got '{value}' instead."
        raise bad_request(message, name, "invalid_type")
    return int(value)
