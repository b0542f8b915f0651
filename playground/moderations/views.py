"""The moderation page: what is judged, parameters, and the verdict of the run that is open."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from playground.accounts.requests import HtmxHttpRequest
from playground.connections.models import Connection
from playground.connections.services import current_connection
from playground.runs import operations
from playground.runs.code import code_context
from playground.runs.models import Run
from playground.runs.storable import storable

from .forms import ModerationForm

PAGE, REFUSED = "moderations/page.html", "moderations/_refused.html"


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HtmxHttpRequest) -> HttpResponse:
    if request.method == "POST":
        return post(request)
    run = operations.source_run(request)
    connection = current_connection(request)
    sandboxed = connection is not None and connection.source == Connection.Source.SANDBOX
    defaults = {"model": "sandbox-moderation" if sandboxed else "omni-moderation-latest"}
    initial = operations.initial(request, ModerationForm, run, defaults)
    form = ModerationForm(initial=initial, models_url=operations.models_url(connection))
    return render(request, PAGE, context(form, run))


def post(request: HtmxHttpRequest) -> HttpResponse:
    form = ModerationForm(request.POST.copy(), models_url=operations.models_url(current_connection(request)))
    if not form.is_valid() or (run := operations.start(request, form)) is None:
        return operations.refused(request, form, PAGE, context(form, None), REFUSED)
    return operations.started(request, run, "moderations/_started.html", {})


def context(form: ModerationForm, run: Run | None) -> dict[str, Any]:
    return {"form": form, "run": run, "run_uuid": uuid.uuid4()}


@require_POST
def code(request: HtmxHttpRequest) -> HttpResponse:
    """The code in each language, or the form's errors with status 422."""
    form = ModerationForm(request.POST)
    if not form.is_valid():
        return operations.refused(request, form, REFUSED, {}, REFUSED)
    run = Run(
        owner=request.user,
        connection=current_connection(request),
        operation=form.operation,
        params=storable(form.request_params()),
    )
    return render(request, "runs/_inspector_code.html", code_context(run))
