"""Keeping somebody's thresholds: a preset, or a value for each category."""

import math

from django.http import HttpResponse, QueryDict
from django.views.decorators.http import require_POST

from playground.accounts.requests import HtmxHttpRequest, back
from playground.runs.storable import storable_text

from .models import PRESETS, Thresholds

PREFIX = "threshold:"
MOST, LONGEST = 100, 200


@require_POST
def keep(request: HtmxHttpRequest) -> HttpResponse:
    """`preset`, else each `threshold:<category>` from 0 to 1; what is neither is left out."""
    usual = PRESETS.get(request.POST.get("preset", ""))
    changes = {"usual": usual, "values": {}} if usual is not None else {"values": values(request.POST)}
    Thresholds.objects.update_or_create(owner=request.user, defaults=changes)
    if request.headers.get("Accept") == "text/plain":
        return HttpResponse(status=204)
    return back(request, "moderations:page")


def values(posted: QueryDict) -> dict[str, float]:
    names = [name for name in posted if name.startswith(PREFIX) and len(name) <= LONGEST][:MOST]
    read = {storable_text(name.removeprefix(PREFIX)): share(str(posted[name])) for name in names}
    return {name: value for name, value in read.items() if value is not None}


def share(text: str) -> float | None:
    try:
        value = float(text[:20])
    except ValueError:
        return None
    return value if math.isfinite(value) and 0 <= value <= 1 else None
