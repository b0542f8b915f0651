"""A batch: its table before it is sent, and its results."""

import uuid as uuids
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from playground.accounts.requests import HtmxHttpRequest
from playground.connections.services import current_connection, missing
from playground.runs import sets
from playground.runs.models import Status
from playground.runs.operations import uuid_of

from . import batches, results, tables, variables
from .exchange_views import as_file, text_of
from .models import Batch, Version
from .views import own_prompt, own_version

CONCURRENCY = ("1", "2", "4", "8", "16")
SHOWN = 20


def own_batch(request: HtmxHttpRequest, uuid: uuids.UUID) -> Batch:
    found = Batch.objects.for_user(request.user).select_related("version__prompt", "run_set__owner")
    return get_object_or_404(found, run_set__uuid=uuid)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HtmxHttpRequest, uuid: uuids.UUID, number: int) -> HttpResponse:
    """Asks for the table; POST shows what would be sent, with `action=start` it is sent."""
    version = own_version(request, own_prompt(request, uuid), str(number))
    names = variables.names(version.params)
    context: dict[str, Any] = {"version": version, "prompt": version.prompt, "names": names}
    context |= {"run_uuid": uuids.uuid4(), "choices": CONCURRENCY, "concurrency": "4"}
    if request.method != "POST":
        earlier = Batch.objects.filter(version__prompt=version.prompt).select_related("run_set", "version")
        return render(request, "prompts/batch_new.html", {**context, "earlier": earlier[:SHOWN]})
    text, problem = text_of(request)
    table = tables.Table(problem=problem) if problem else tables.read(text, names)
    table.problem = table.problem or sending_problem(request, version, table)
    asked = request.POST.get("concurrency", "4")
    context |= {"table": table, "text": text, "concurrency": asked if asked in CONCURRENCY else "4"}
    if request.POST.get("action") == "start" and not table.problem:
        connection = current_connection(request)
        assert connection
        width, key = int(context["concurrency"]), uuid_of(request.POST.get("run", ""))
        return redirect(batches.start(version, connection, table, concurrency=width, uuid=key))
    context |= {"shown": table.good[:5], "bad": table.bad[:SHOWN], "size": size(version, table)}
    status = 422 if table.problem else 200
    return render(request, "prompts/batch_new.html", context, status=status)


def sending_problem(request: HtmxHttpRequest, version: Version, table: tables.Table) -> str:
    if not version.model:
        return "This version names no model: open it in chat, choose one and save it"
    if current_connection(request) is None:
        return missing(request)
    return "" if table.good else "No row can be sent: each has a problem"


def size(version: Version, table: tables.Table) -> int:
    """Roughly how many tokens go in: characters divided by four."""
    text = sum(len(each) for each in variables.texts(version.params.get("messages")))
    cells = sum(len(cell) for row in table.good for cell in row.cells)
    return (text * len(table.good) + cells) // 4


@require_safe
def batch(request: HtmxHttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """The results, a page at a time; `?status=` leaves those of one status."""
    found = own_batch(request, uuid)
    status = request.GET.get("status", "")
    status = status if status in Status.values else ""
    rows, after = results.page(found, status, request.GET.get("after", ""))
    context = {"batch": found, "progress": batches.progress(found), "results": rows, "after": after}
    context |= {"status": status, "names": found.names[: results.COLUMNS_SHOWN]}
    return render(request, "prompts/batch.html", {**context, "prompt": found.version.prompt})


@require_POST
def stop(request: HtmxHttpRequest, uuid: uuids.UUID) -> HttpResponse:
    found = own_batch(request, uuid)
    sets.stop(found.run_set)
    return redirect(found)


@require_POST
def go_on(request: HtmxHttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """Send what was interrupted or stopped, and what still waits."""
    found = own_batch(request, uuid)
    batches.again(found, batches.AGAIN)
    return redirect(found)


@require_POST
def retry(request: HtmxHttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """Send what failed once more."""
    found = own_batch(request, uuid)
    batches.again(found, (Status.FAILED,))
    return redirect(found)


@require_safe
def as_csv(request: HtmxHttpRequest, uuid: uuids.UUID) -> HttpResponse:
    text = results.as_csv(own_batch(request, uuid))
    return as_file(HttpResponse(text, content_type="text/csv; charset=utf-8"), f"batch-{uuid}.csv")


@require_safe
def as_jsonl(request: HtmxHttpRequest, uuid: uuids.UUID) -> HttpResponse:
    text = results.as_jsonl(own_batch(request, uuid))
    return as_file(HttpResponse(text, content_type="application/jsonl"), f"batch-{uuid}.jsonl")
