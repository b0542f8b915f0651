"""The line under an answer or a call that says whether it fits its schema."""

import asyncio
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from playground.params.json_text import JSONTextError, read_json

from .fitting import LONGEST, Fit, fit
from .marking import marked


async def fit_line(request: HttpRequest, text: str, schema: Any, *, formatted: bool) -> HttpResponse:
    """The words on how the text fits, and the text laid out with the place marked; off the event loop."""
    found = await asyncio.to_thread(fit, text, schema)
    shows = formatted or found.place is not None
    laid_out = await asyncio.to_thread(layout, text, found) if shows else None
    return render(request, "library/_fit.html", {"fit": found, "layout": laid_out, "formatted": formatted})


def layout(text: str, found: Fit) -> str | None:
    if len(text) > LONGEST:
        return None
    try:
        return marked(read_json(text), found.place)
    except JSONTextError:
        return None
