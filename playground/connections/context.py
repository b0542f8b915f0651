from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from .services import current_connection


def connection(request: HttpRequest) -> dict[str, Any]:
    """`current_connection` for every template, fetched only by those that use it."""
    return {"current_connection": SimpleLazyObject(lambda: current_connection(request))}
