"""A bulk action under way and afterwards: progress, each failure, stop, repeat, undo, what another model answered."""

import uuid as uuids
from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from playground.accounts.requests import HtmxHttpRequest
from playground.runs.models import RunSet, Status

from . import bulk
from .comparing import compared
from .filling import METADATA, OPERATIONS, RERUN
from .models import Plan
from .progress import PAGE, Progress, page_of

ENDED = (Status.COMPLETED, *bulk.FAILED)


def own_set(request: HtmxHttpRequest, uuid: uuids.UUID) -> RunSet:
    mine = RunSet.objects.for_user(request.user).filter(kind=RunSet.Kind.BULK)
    found = get_object_or_404(mine.select_related("owner"), uuid=uuid)
    if found.settings.get("action") not in bulk.TITLES:
        raise Http404("a bulk action of another page")
    return found


@require_safe
def recent(request: HtmxHttpRequest) -> HttpResponse:
    """The bulk actions of the desk, newest first; `before` is where the next page begins."""
    mine = RunSet.objects.for_user(request.user).filter(kind=RunSet.Kind.BULK, plan__isnull=False)
    before = request.GET.get("before", "")
    if before.isascii() and before.isdigit() and len(before) < 18:
        mine = mine.filter(pk__lt=int(before))
    found = list(mine.order_by("-pk")[: PAGE + 1])
    shown = found[:PAGE]
    context = {
        "actions": list(zip(shown, Progress.of_each(shown), strict=True)),
        "before": shown[-1].pk if len(found) > PAGE else None,
    }
    return render(request, "stored/sets.html", context)


@require_safe
def show(request: HtmxHttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """The action as it is now; an htmx request for `#set` gets only what changes while it goes on.

    `failed_after` and `after` are positions: the failures, and the compared answers, behind them are shown. `seen` is
    how many runs had ended when the page was drawn.
    """
    run_set = own_set(request, uuid)
    context = set_context(run_set, request.GET)
    if request.htmx.target == "set":
        return render(request, "stored/_set.html", context)
    if run_set.settings["action"] == RERUN:
        ended, context["after"] = page_of(run_set, ENDED, request.GET.get("after", ""))
        context["compared"] = list(compared(run_set, ended))
    return render(request, "stored/set.html", context)


def set_context(run_set: RunSet, query: QueryDict) -> dict[str, Any]:
    progress = Progress.of(run_set)
    action = run_set.settings["action"]
    places = query.copy()
    places.pop("seen", None)
    failed, failed_after = page_of(run_set, bulk.FAILED, query.get("failed_after", ""))
    return {
        "run_set": run_set,
        "action": action,
        "operation": OPERATIONS[action],
        "progress": progress,
        "failed": failed,
        "failed_after": failed_after,
        "query": places.urlencode(),
        "can_undo": action == METADATA and progress.completed > 0,
        # While few have ended, each that does is shown once; then the first page is full.
        "shows_new": action == RERUN
        and (not progress.is_live or (progress.done <= PAGE and query.get("seen") != str(progress.done))),
    }


@require_POST
def stop(request: HtmxHttpRequest, uuid: uuids.UUID) -> HttpResponse:
    run_set = own_set(request, uuid)
    bulk.stop(run_set)
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
    plan = Plan.objects.filter(run_set=run_set).select_related("connection").defer("places").first()
    if run_set.settings["action"] != METADATA or plan is None:
        raise Http404("there is nothing to undo")
    # The same undo asked for twice is one.
    made = uuids.uuid5(run_set.uuid, "undo")
    return redirect("stored:bulk_set", bulk.undo(run_set, plan.connection, made).uuid)
