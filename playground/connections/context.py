from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from .seen import shutdowns
from .services import connections, current_connection, missing


def connection(request: HttpRequest) -> dict[str, Any]:
    """For every template, each fetched only by those that use it: `current_connection`, `shutdown_dates`, and
    `missing_connection`, which says why there is no current one."""
    return {
        "current_connection": SimpleLazyObject(lambda: current_connection(request)),
        "missing_connection": SimpleLazyObject(lambda: missing(request)),
        "shutdown_dates": SimpleLazyObject(lambda: shutdowns(connections(request))),
    }
