"""Repeating a run, and the page on which the repeats arrive."""

import csv
import uuid as uuids
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from playground.accounts.requests import HtmxHttpRequest
from playground.spreadsheets import harmless

from . import sets
from .as_json import as_json
from .metrics import tokens
from .models import Run, RunSet
from .sets_figures import Figures

FEWEST, MOST = 2, 30
USUAL = 5


@require_http_methods(["GET", "HEAD", "POST"])
def repeat(request: HtmxHttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """GET asks how often, POST starts: `times` from 2 to 30, and `set`, a uuid made by the page."""
    runs = Run.objects.for_user(request.user).select_related("connection")
    run = get_object_or_404(runs, uuid=uuid)
    context: dict[str, Any] = {"run": run, "set_uuid": uuids.uuid4(), "times": USUAL}
    if request.method != "POST":
        return shown(request, context)
    context["times"] = request.POST.get("times", "")
    if not (times := count(context["times"])):
        return shown(request, {**context, "error": f"Repeat it from {FEWEST} to {MOST} times"}, 422)
    if run.connection is None:
        return shown(request, {**context, "error": "The connection of this run was deleted"}, 422)
    run_set = sets.start_set(
        request.user,
        run.connection,
        run.operation,
        [run.params] * times,
        kind=RunSet.Kind.REPEAT,
        title=run.title,
        settings={"run": str(run.uuid)},
        uuid=set_uuid(request.POST.get("set", "")),
    )
    address = reverse("runs:set", args=[run_set.uuid])
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)


def shown(request: HtmxHttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    template = "runs/_repeat.html" if request.htmx else "runs/repeat.html"
    return render(request, template, {**context, "fewest": FEWEST, "most": MOST}, status=status)


def count(text: str) -> int:
    """The number of times; 0 when the text is none that may be."""
    text = text.strip()
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else 0
    return number if FEWEST <= number <= MOST else 0


def set_uuid(text: str) -> uuids.UUID | None:
    try:
        return uuids.UUID(text)
    except ValueError:
        return None


@require_safe
def page(request: HtmxHttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """The repeats as they are now; an htmx request for `#set` gets only what changes."""
    run_set = found(request, uuid)
    template = "runs/_set.html" if request.htmx.target == "set" else "runs/set.html"
    return render(request, template, {"run_set": run_set, "figures": Figures(runs_of(run_set))})


@require_POST
def stop(request: HtmxHttpRequest, uuid: uuids.UUID) -> HttpResponse:
    run_set = found(request, uuid)
    sets.stop(run_set)
    return redirect("runs:set", run_set.uuid)


@require_POST
def resume(request: HtmxHttpRequest, uuid: uuids.UUID) -> HttpResponse:
    run_set = found(request, uuid)
    sets.resume(run_set)
    return redirect("runs:set", run_set.uuid)


@require_safe
def export_json(request: HtmxHttpRequest, uuid: uuids.UUID) -> JsonResponse:
    run_set = found(request, uuid)
    exported = {
        "uuid": run_set.uuid,
        "kind": run_set.kind,
        "title": run_set.title,
        "created_at": run_set.created_at,
        "runs": [as_json(run) for run in runs_of(run_set)],
    }
    return JsonResponse(exported, json_dumps_params={"indent": 2})


@require_safe
def export_csv(request: HtmxHttpRequest, uuid: uuids.UUID) -> HttpResponse:
    run_set = found(request, uuid)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="set-{run_set.uuid}.csv"'
    table = csv.writer(response)
    table.writerow(["run", "status", "first_token_ms", "total_ms", "in", "out", "cost", "text"])
    for run in runs_of(run_set):
        used = tokens(run.usage)
        row = [run.uuid, run.status, run.first_token_ms, run.total_ms, used.get("in"), used.get("out")]
        table.writerow([*row, run.cost, harmless(run.text)])
    return response


def found(request: HtmxHttpRequest, uuid: uuids.UUID) -> RunSet:
    return get_object_or_404(RunSet.objects.for_user(request.user), uuid=uuid, kind=RunSet.Kind.REPEAT)


def runs_of(run_set: RunSet) -> list[Run]:
    return list(run_set.runs.order_by("position", "id"))
