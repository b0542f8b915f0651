"""Reading a request's JSON: what is no object of a sane shape is refused before anything looks at it."""

import json
import math
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest

from .errors import bad_request, body_too_large, unparsable_body

DEEPEST = 100


def read_json(request: HttpRequest) -> dict[str, Any]:
    """The request's body as an object. Text in it can be encoded, numbers in it are finite."""
    try:
        raw = request.body
    except RequestDataTooBig:
        raise body_too_large() from None
    return parsed(raw)


def parsed(raw: bytes) -> dict[str, Any]:
    """The same of bytes that were read already."""
    try:
        body = json.loads(raw, parse_constant=refuse, parse_float=finite)
        if b"\\ud" in raw.lower():
            json.dumps(body, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise unparsable_body() from None
    if not isinstance(body, dict):
        raise bad_request("The body of the request must be a JSON object.")
    refuse_depth(body)
    return body


def refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")


def finite(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise ValueError("the number is too large")
    return number


def refuse_depth(body: dict[str, Any]) -> None:
    level: list[Any] = [body]
    for _ in range(DEEPEST):
        level = [
            child
            for item in level
            if isinstance(item, (dict, list))
            for child in (item.values() if isinstance(item, dict) else item)
        ]
        if not level:
            return
    raise bad_request(f"The body of the request is nested deeper than {DEEPEST} levels.")
