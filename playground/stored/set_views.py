"""A bulk action under way and afterwards: progress, each failure, stop, repeat, undo, what another model answered."""

import uuid as uuids
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from playground.accounts.requests import HtmxHttpRequest
from playground.runs import sets
from playground.runs.models import LIVE_STATUSES, RunSet, Status
from playground.runs.sets_figures import Figures

from . import bulk
from .comparing import compared

COMPARED = 20


def own_set(request: HtmxHttpRequest, uuid: uuids.UUID) -> RunSet:
    mine = RunSet.objects.for_user(request.user).filter(kind=RunSet.Kind.BULK)
    found = get_object_or_404(mine.select_related("owner"), uuid=uuid)
    if found.settings.get("action") not in bulk.TITLES:
        raise Http404("a bulk action of another page")
    return found


@require_safe
def show(request: HtmxHttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """The action as it is now; an htmx request for `#set` gets only what changes. `page` pages the comparison."""
    run_set = own_set(request, uuid)
    context = set_context(run_set, request.GET.get("page", ""))
    template = "stored/_set.html" if request.htmx.target == "set" else "stored/set.html"
    return render(request, template, context)


def set_context(run_set: RunSet, page: str) -> dict[str, Any]:
    runs = list(run_set.runs.order_by("position", "id").defer("response").select_related("connection"))
    failed = [run for run in runs if run.status in bulk.FAILED]
    context: dict[str, Any] = {"run_set": run_set, "figures": Figures(runs), "failed": failed}
    context["action"] = run_set.settings["action"]
    context["can_undo"] = context["action"] == bulk.METADATA and any(
        run.status == Status.COMPLETED for run in runs
    )
    if context["action"] == bulk.RERUN:
        first = int(page) * COMPARED if page.isascii() and page.isdigit() and len(page) < 4 else 0
        ended = [run for run in runs if run.status not in LIVE_STATUSES]
        context["compared"] = list(compared(run_set, ended[first : first + COMPARED]))
        context["next_page"] = first // COMPARED + 1 if len(ended) > first + COMPARED else None
    return context


@require_POST
def stop(request: HtmxHttpRequest, uuid: uuids.UUID) -> HttpResponse:
    run_set = own_set(request, uuid)
    sets.stop(run_set)
    return redirect("stored:bulk_set", run_set.uuid)


@require_POST
def again(request: HtmxHttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """Send those once more that did not complete, and go on with those that wait."""
    run_set = own_set(request, uuid)
    bulk.again(run_set)
    return redirect("stored:bulk_set", run_set.uuid)


@require_POST
def undo(request: HtmxHttpRequest, uuid: uuids.UUID) -> HttpResponse:
    run_set = own_set(request, uuid)
    first = run_set.runs.select_related("connection").first()
    if run_set.settings["action"] != bulk.METADATA or first is None or first.connection is None:
        raise Http404("there is nothing to undo")
    # The same undo asked for twice is one.
    made = uuids.uuid5(run_set.uuid, "undo")
    return redirect("stored:bulk_set", bulk.undo(run_set, first.connection, made).uuid)
