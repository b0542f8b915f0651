"""The embeddings page: inputs, parameters, and the set of the run that is open."""

import json
import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from playground.accounts.requests import HtmxHttpRequest
from playground.connections.models import Connection
from playground.connections.services import current_connection
from playground.runs import handover, operations
from playground.runs.models import Run

from . import sets
from .forms import EmbeddingForm

PAGE, REFUSED = "embeddings/page.html", "embeddings/_refused.html"
DEFAULTS = {"encoding_format": "base64"}
MODELS = {Connection.Source.SANDBOX: "sandbox-embedding"}


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HtmxHttpRequest) -> HttpResponse:
    if request.method == "POST":
        return post(request)
    run = operations.source_run(request)
    connection = current_connection(request)
    defaults = {**DEFAULTS, **given(request), "model": default_model(request, connection)}
    initial = operations.initial(request, EmbeddingForm, run, defaults)
    if run and (labels := sets.labels_of(run)):
        initial["labels"] = json.dumps(labels, ensure_ascii=False)
    form = EmbeddingForm(initial=initial, models_url=operations.models_url(connection))
    return render(request, PAGE, context(form, run))


def given(request: HtmxHttpRequest) -> dict[str, str]:
    """The text that the page is opened with, a line an input; lines that hold nothing are none."""
    lines = [line for line in handover.given_text(request).splitlines() if line.strip()]
    if not lines:
        return {}
    return EmbeddingForm.initial_from({"input": lines if len(lines) > 1 else lines[0]})


def default_model(request: HtmxHttpRequest, connection: Connection | None) -> str:
    """The model last used for embeddings here, else one that sounds like it."""
    if connection is None:
        return ""
    used = Run.objects.for_user(request.user).filter(
        connection=connection, operation=EmbeddingForm.operation, status="completed"
    )
    offered = [model for model in connection.models_seen if "embed" in model]
    usual = MODELS.get(Connection.Source(connection.source), "text-embedding-3-small")
    return used.values_list("model", flat=True).first() or next(iter(offered), usual)


def post(request: HtmxHttpRequest) -> HttpResponse:
    form = EmbeddingForm(request.POST.copy(), models_url=operations.models_url(current_connection(request)))
    if not form.is_valid() or (run := operations.start(request, form)) is None:
        return operations.refused(request, form, PAGE, context(form, None), REFUSED)
    sets.keep_labels(request.user, run, form.kept_labels())
    return operations.started(request, run, "embeddings/_started.html", {})


def context(form: EmbeddingForm, run: Run | None) -> dict[str, Any]:
    return {"form": form, "run": run, "run_uuid": uuid.uuid4()}


@require_POST
def code(request: HtmxHttpRequest) -> HttpResponse:
    """The code in each language, or the form's errors with status 422."""
    form = EmbeddingForm(request.POST)
    return operations.code(request, form, REFUSED)
