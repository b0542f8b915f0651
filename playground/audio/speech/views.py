"""The speech page: a text, how it is said, and the takes so far."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from playground.accounts.requests import HtmxHttpRequest
from playground.connections.models import Connection
from playground.connections.services import current_connection
from playground.runs import operations
from playground.runs.code import code_context
from playground.runs.handover import given_text
from playground.runs.models import Run, RunSet
from playground.runs.storable import storable

from . import snippets, starting, takes
from .forms import SpeechForm
from .parts import MOST, cut
from .voices import PRESETS

PAGE, REFUSED = "audio/speech/page.html", "audio/speech/_refused.html"
MODELS = {Connection.Source.SANDBOX: "sandbox-speech"}
DEFAULTS = {"voice": "alloy"}


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HtmxHttpRequest) -> HttpResponse:
    if request.method == "POST":
        return post(request)
    run = operations.source_run(request)
    connection = current_connection(request)
    model = default_model(request, connection)
    defaults = {**DEFAULTS, "model": model, "input": given_text(request).strip()}
    initial = operations.initial(request, SpeechForm, run, defaults)
    form = SpeechForm(initial=initial, models_url=operations.models_url(connection))
    return render(request, PAGE, context(request, form, run))


def default_model(request: HtmxHttpRequest, connection: Connection | None) -> str:
    """The model last used for speech here, else one that sounds like it."""
    if connection is None:
        return ""
    used = Run.objects.for_user(request.user).filter(
        connection=connection, operation=SpeechForm.operation, status="completed"
    )
    offered = [model for model in connection.models_seen if "tts" in model or "speech" in model]
    usual = MODELS.get(Connection.Source(connection.source), "gpt-4o-mini-tts")
    return used.values_list("model", flat=True).first() or next(iter(offered), usual)


def post(request: HtmxHttpRequest) -> HttpResponse:
    connection = current_connection(request)
    form = SpeechForm(request.POST.copy(), models_url=operations.models_url(connection))
    if not form.is_valid():
        return refused(request, form)
    params = form.request_params()
    text = str(params.get("input") or "")
    board = "board" in request.POST
    if board and len(text) > MOST:
        form.add_error(
            "input", f"input must be {MOST:,} characters or fewer for a voice board: it has {len(text):,}"
        )
        return refused(request, form)
    if connection and (board or len(text) > MOST):
        start = starting.board if board else starting.in_parts
        uuid = operations.uuid_of(request.POST.get("run", ""))
        return to_set(request, start(request.user, connection, params, uuid, operations.keeps(request)))
    if (run := operations.start(request, form)) is None:
        return refused(request, form)
    return operations.started(request, run, "audio/speech/_started.html", {})


def refused(request: HtmxHttpRequest, form: SpeechForm) -> HttpResponse:
    return operations.refused(request, form, PAGE, context(request, form, None), REFUSED)


def to_set(request: HtmxHttpRequest, run_set: RunSet) -> HttpResponse:
    address = reverse("audio:speech_set", args=[run_set.uuid])
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)


def context(request: HtmxHttpRequest, form: SpeechForm, run: Run | None) -> dict[str, Any]:
    found = takes.kept(request.user)
    shown = run if run and run.operation == SpeechForm.operation else None
    return {
        "form": form,
        "run": shown,
        "run_uuid": uuid.uuid4(),
        "presets": PRESETS,
        "most": MOST,
        "takes": [one for one in found[: takes.PAGE] if shown is None or one.pk != shown.pk],
        "more": found[takes.PAGE - 1].pk if len(found) > takes.PAGE else None,
    }


@require_POST
def code(request: HtmxHttpRequest) -> HttpResponse:
    """The code of the request, for a long text of one for each part; or the form's errors with status 422."""
    form = SpeechForm(request.POST)
    if not form.is_valid():
        return operations.refused(request, form, REFUSED, {}, REFUSED)
    params = form.request_params()
    run = Run(
        owner=request.user,
        connection=current_connection(request),
        operation=form.operation,
        params=storable(params),
    )
    text = run.params.get("input")
    parts = cut(text) if isinstance(text, str) else []
    found = {"codes": snippets.codes(run, parts)} if len(parts) > 1 else code_context(run)
    return render(request, "runs/_inspector_code.html", found)
