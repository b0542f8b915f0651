"""The two pages: what a session is asked for with, its secret, and the session that is open."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from playground.accounts.requests import HtmxHttpRequest
from playground.connections.models import Connection
from playground.connections.services import current_connection, missing
from playground.openai.realtime_shapes import Kind, session_of
from playground.params.json_text import write_json
from playground.runs import operations, services
from playground.runs.code import code_context
from playground.runs.models import Run
from playground.runs.storable import storable

from . import ways
from .forms import FORMS, SessionForm
from .sessions import SESSION_OPERATIONS

PAGE, REFUSED = "realtime/page.html", "realtime/_refused.html"
URL_NAMES: dict[Kind, str] = {"realtime": "realtime:page", "transcription": "realtime:transcription"}
MODELS = {Connection.Source.SANDBOX: "sandbox-realtime"}
TRANSCRIBERS = {Connection.Source.SANDBOX: "sandbox-transcribe"}


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HtmxHttpRequest, kind: Kind = "realtime") -> HttpResponse:
    if request.method == "POST":
        return mint(request, kind)
    run = operations.source_run(request)
    connection = current_connection(request)
    form = FORMS[kind](
        initial=initial(request, kind, run, connection), models_url=operations.models_url(connection)
    )
    return render(request, PAGE, context(request, kind, form, run))


def initial(
    request: HtmxHttpRequest, kind: Kind, run: Run | None, connection: Connection | None
) -> dict[str, Any]:
    form = FORMS[kind]
    if run is None:
        return operations.initial(request, form, None, {**defaults(kind, connection), **asked_shape(request)})
    if run.operation in SESSION_OPERATIONS.values():
        own = {name: run.params.get(name) for name in ("shape", "way")}
        return {**form.initial_from(run.params.get("session") or {}), **own}
    _, shape, fields = session_of(run.operation, run.params)
    return {**form.initial_from(fields), "shape": shape}


def asked_shape(request: HtmxHttpRequest) -> dict[str, str]:
    return {"shape": shape} if (shape := request.GET.get("shape")) in ("beta", "ga") else {}


def defaults(kind: Kind, connection: Connection | None) -> dict[str, Any]:
    """OpenAI itself has closed the beta; others mostly speak nothing else."""
    if connection is None:
        return {"shape": "beta"}
    source = Connection.Source(connection.source)
    transcriber = TRANSCRIBERS.get(source, "gpt-4o-mini-transcribe")
    shared = {
        "shape": "ga" if ways.is_openai(connection) else "beta",
        "input_audio_transcription": write_json({"model": transcriber}),
    }
    return shared if kind == "transcription" else {**shared, "model": default_model(connection, source)}


def default_model(connection: Connection, source: Connection.Source) -> str:
    """The first model that is offered and sounds like it."""
    offered = [model for model in connection.models_seen if "realtime" in model and "transcribe" not in model]
    return MODELS.get(source) or next(iter(offered), "gpt-realtime")


def mint(request: HtmxHttpRequest, kind: Kind) -> HttpResponse:
    """Mint the session's secret, as a run of its own."""
    form = FORMS[kind](request.POST.copy(), models_url=operations.models_url(current_connection(request)))
    if not form.is_valid() or (run := start_minting(request, form, request.POST.get("run", ""))) is None:
        return refused(request, kind, form)
    return operations.started(request, run, "realtime/_minted.html", {"kind": kind})


def start_minting(request: HtmxHttpRequest, form: SessionForm, run: str) -> Run | None:
    """The minting run of a valid form; None, with an error on the form, when there is nowhere to send it."""
    connection = current_connection(request)
    if connection is None:
        form.add_error(None, missing(request))
        return None
    operation, params = form.secret_request()
    return services.start(request.user, connection, operation, params, uuid=operations.uuid_of(run))


def refused(request: HtmxHttpRequest, kind: Kind, form: SessionForm) -> HttpResponse:
    return operations.refused(request, form, PAGE, context(request, kind, form, None), REFUSED)


def context(request: HtmxHttpRequest, kind: Kind, form: SessionForm, run: Run | None) -> dict[str, Any]:
    is_session = run is not None and run.operation == SESSION_OPERATIONS[kind]
    connection = current_connection(request)
    return {
        "has_webrtc": ways.is_openai(connection),
        "has_no_webrtc": ways.has_none(connection),
        "kind": kind,
        "form": form,
        "run": run,
        "session_run": run if is_session else None,
        "secret_run": run if run is not None and not is_session else None,
        "run_uuid": uuid.uuid4(),
        "page_url": reverse(URL_NAMES[kind]),
    }


@require_POST
def code(request: HtmxHttpRequest, kind: Kind = "realtime") -> HttpResponse:
    """The minting request's code in each language, or the form's errors with status 422."""
    form = FORMS[kind](request.POST)
    if not form.is_valid():
        return operations.refused(request, form, REFUSED, {}, REFUSED)
    operation, params = form.secret_request()
    run = Run(
        owner=request.user,
        connection=current_connection(request),
        operation=operation,
        params=storable(params),
    )
    return render(request, "runs/_inspector_code.html", code_context(run))
