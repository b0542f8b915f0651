"""What the page says when a limit keeps a run from beginning, wherever it was to be started from."""

from collections.abc import Callable
from math import ceil
from typing import Any

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from .admission import LimitReached


class LimitRefusals:
    """Answer `LimitReached` with a card beside what was typed; without htmx with a page of its own, status 429."""

    sync_capable = async_capable = True

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        self.get_response = get_response
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> Any:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, LimitReached):
            return None
        is_htmx = request.headers.get("hx-request") == "true"
        template = "components/refusal.html" if is_htmx else "runs/limited.html"
        response = render(request, template, {"words": exception.words}, status=422 if is_htmx else 429)
        if is_htmx:
            # Only the card is taken, out of band: what the person typed stays as it is.
            response["HX-Reswap"] = "none"
        if exception.retry_after is not None:
            response["Retry-After"] = str(ceil(exception.retry_after))
        return response
