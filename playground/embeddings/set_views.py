"""The fragments of a set: its frame, its map, its points as a table, the neighbours of the picked one."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from playground.accounts.requests import HtmxHttpRequest
from playground.runs.models import Run

from . import drawing, sets
from .drawing import HEIGHT, WIDTH
from .forms import EmbeddingForm
from .geometry import MOST_CLUSTERS
from .neighbours import kept_share, of_query
from .sets import EmbeddingSet


def own_run(request: HtmxHttpRequest, uuid: UUID) -> Run:
    runs = Run.objects.for_user(request.user).filter(operation=EmbeddingForm.operation)
    return get_object_or_404(runs.select_related("connection"), uuid=uuid)


def number(text: str, low: int, high: int, default: int) -> int:
    """The number that the query asks for, within bounds."""
    return min(max(int(text), low), high) if text.isascii() and text.isdigit() and len(text) < 9 else default


@require_safe
def show(request: HtmxHttpRequest, uuid: UUID) -> HttpResponse:
    run = own_run(request, uuid)
    found = sets.opened(run)
    context = {
        "run": run,
        "found": found,
        "norms": (float(found.norms.min()), float(found.norms.max())),
        "matrix": drawing.matrix(found),
        "others": sets.with_same_inputs(run),
        **map_context(request, found),
        **neighbours_context(request, found),
    }
    return render(request, "embeddings/_set.html", context)


@require_safe
def draw(request: HtmxHttpRequest, uuid: UUID) -> HttpResponse:
    run = own_run(request, uuid)
    return render(request, "embeddings/_map.html", {"run": run, **map_context(request, sets.opened(run))})


def map_context(request: HtmxHttpRequest, found: EmbeddingSet) -> dict[str, Any]:
    colour = request.GET.get("colour", "label" if found.labels else "")
    picked = number(request.GET.get("point", ""), 0, found.count - 1, 0)
    groups, names = drawing.grouping(found, number(colour, 1, MOST_CLUSTERS, 0), colour == "label")
    return {
        "points": drawing.points(found, groups, names),
        "legend": drawing.legend(groups, names),
        "variance": round(found.places[1] * 100),
        "colour": colour,
        "cluster_choices": [str(k) for k in range(2, min(MOST_CLUSTERS, found.count) + 1)],
        "width": WIDTH,
        "height": HEIGHT,
        "has_labels": bool(found.labels),
        "picked": picked,
        "picked_text": found.texts[picked],
    }


@require_safe
def list_points(request: HtmxHttpRequest, uuid: UUID) -> HttpResponse:
    found = sets.opened(own_run(request, uuid))
    places = found.places[0]
    rows = zip(
        map_context(request, found)["points"], places[:, 0].tolist(), places[:, 1].tolist(), strict=True
    )
    return render(request, "embeddings/_points.html", {"rows": rows})


@require_safe
def neighbours(request: HtmxHttpRequest, uuid: UUID) -> HttpResponse:
    run = own_run(request, uuid)
    found = sets.opened(run)
    return render(request, "embeddings/_ranked.html", {"run": run, **neighbours_context(request, found)})


def neighbours_context(request: HtmxHttpRequest, found: EmbeddingSet) -> dict[str, Any]:
    picked = number(request.GET.get("point", ""), 0, found.count - 1, 0)
    dimensions = number(request.GET.get("cut", ""), 1, found.dimensions, found.dimensions)
    return {
        "picked": picked,
        "picked_text": found.texts[picked],
        "cut": dimensions,
        "is_cut": dimensions < found.dimensions,
        "kept": kept_share(found, dimensions),
        "neighbours": of_query(found, found.vectors[picked], dimensions, picked),
    }
