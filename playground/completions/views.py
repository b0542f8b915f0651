"""The completions page: one editor, its parameters, and the run that goes on from its text."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from playground.accounts.requests import HtmxHttpRequest
from playground.connections.models import Connection
from playground.connections.services import current_connection
from playground.runs import operations
from playground.runs.handover import given_text
from playground.runs.models import Run

from .forms import READINGS, CompletionForm
from .initial import from_run
from .prompts import MARKER

PAGE, REFUSED = "completions/page.html", "completions/_refused.html"
DEFAULTS = {
    "stream": "true",
    "stream_options": '{"include_usage": true}',
    "max_tokens": "128",
    "reading": "text",
}
MODELS = {Connection.Source.SANDBOX: "sandbox-instruct"}


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HtmxHttpRequest) -> HttpResponse:
    if request.method == "POST":
        return post(request)
    run = operations.source_run(request)
    connection = current_connection(request)
    form = CompletionForm(initial=initial(request, run), models_url=operations.models_url(connection))
    return render(request, PAGE, context(form, run))


def initial(request: HtmxHttpRequest, run: Run | None) -> dict[str, Any]:
    if run is not None:
        return from_run(run.params)
    model = default_model(request, current_connection(request))
    defaults: dict[str, Any] = {**DEFAULTS, "model": model, "prompt": given_text(request)}
    return operations.initial(request, CompletionForm, None, defaults)


def default_model(request: HtmxHttpRequest, connection: Connection | None) -> str:
    """The model last used for completions here, else one that sounds like it."""
    if connection is None:
        return ""
    used = Run.objects.for_user(request.user).filter(
        connection=connection, operation=CompletionForm.operation, status="completed"
    )
    offered = [model for model in connection.models_seen if "instruct" in model or "-002" in model]
    usual = MODELS.get(Connection.Source(connection.source), "")
    first = next(iter(connection.models_seen), "")
    return used.values_list("model", flat=True).first() or next(iter(offered), "") or usual or first


def post(request: HtmxHttpRequest) -> HttpResponse:
    form = CompletionForm(request.POST.copy(), models_url=operations.models_url(current_connection(request)))
    if not form.is_valid() or (run := operations.start(request, form)) is None:
        return operations.refused(request, form, PAGE, context(form, None), REFUSED)
    return operations.started(request, run, "completions/_started.html", {})


def context(form: CompletionForm, run: Run | None) -> dict[str, Any]:
    shown = run if run and run.operation == CompletionForm.operation else None
    return {"form": form, "run": shown, "run_uuid": uuid.uuid4(), "readings": READINGS, "marker": MARKER}


@require_POST
def code(request: HtmxHttpRequest) -> HttpResponse:
    """The code in each language, or the form's errors with status 422."""
    form = CompletionForm(request.POST)
    return operations.code(request, form, REFUSED)
