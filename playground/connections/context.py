from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from .seen import shutdowns
from .services import current_connection


def connection(request: HttpRequest) -> dict[str, Any]:
    """`current_connection` and `shutdown_dates` for every template, fetched only by those that use them."""
    return {
        "current_connection": SimpleLazyObject(lambda: current_connection(request)),
        "shutdown_dates": SimpleLazyObject(lambda: shutdowns(request.user)),
    }
