"""Starting a session, changing it, and what is kept of it."""

import json
import uuid as uuids
from collections.abc import AsyncIterator, Iterator
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import trigger_client_event

from playground.accounts.requests import HtmxHttpRequest
from playground.connections.services import current_connection
from playground.openai.errors import OpenAIError
from playground.openai.realtime_shapes import Kind
from playground.runs import handover, operations
from playground.runs.models import Run
from playground.runs.pieces import Received, decode

from . import secrets, sessions, snippets, ways
from .forms import FORMS
from .recorder import parted, rows_of
from .recording import files_of
from .sessions import KINDS
from .views import URL_NAMES, refused, start_minting


@require_POST
def connect(request: HtmxHttpRequest, kind: Kind = "realtime") -> HttpResponse:
    """Mint a secret and store a session that waits for its page's socket; `secret` names one minted before."""
    form = FORMS[kind](request.POST.copy(), models_url=operations.models_url(current_connection(request)))
    if not form.is_valid():
        return refused(request, kind, form)
    if form.cleaned_data["way"] == ways.WEBRTC and ways.has_none(current_connection(request)):
        form.add_error(None, ways.NONE_HERE)
        return refused(request, kind, form)
    secret = earlier_secret(request) or start_minting(request, form, request.POST.get("run", ""))
    connection = secret.connection if secret else None
    if secret is None or connection is None:
        return refused(request, kind, form)
    shape, params = form.cleaned_data["shape"], form.request_params()
    way = form.cleaned_data["way"]
    run = sessions.create(request.user, connection, kind, shape, params, secret=secret.uuid, way=way)
    context = {"kind": kind, "session_run": run, "secret_run": secret}
    response = operations.started(request, run, "realtime/_connected.html", context)
    if request.htmx:
        response["HX-Push-Url"] = f"{reverse(URL_NAMES[kind])}?run={run.uuid}"
    return response


def earlier_secret(request: HtmxHttpRequest) -> Run | None:
    """The run that minted the secret to connect with; 404 when it is not this user's."""
    if not (asked := request.POST.get("secret")):
        return None
    runs = Run.objects.for_user(request.user).select_related("connection")
    return get_object_or_404(runs, uuid=operations.uuid_of(asked))


@require_POST
def update(request: HtmxHttpRequest, kind: Kind = "realtime") -> HttpResponse:
    """The form's session for a running one, as an event to the page: it sends it over the session's socket."""
    form = FORMS[kind](request.POST.copy())
    if not form.is_valid():
        return refused(request, kind, form)
    response = render(request, "realtime/_updated.html")
    return trigger_client_event(response, "realtime:update", {"session": form.request_params()})


@require_POST
@never_cache
@sensitive_variables()
def secret(request: HtmxHttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """The secret in the clear, for the clipboard; 410 once it has expired."""
    run = get_object_or_404(Run.objects.for_user(request.user), uuid=uuid)
    try:
        return HttpResponse(secrets.given(run), content_type="text/plain; charset=utf-8")
    except OpenAIError as error:
        return HttpResponse(error.message, status=410, content_type="text/plain; charset=utf-8")


@require_safe
def code(request: HtmxHttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """Code that uses the secret: browser over WebRTC, browser over WebSocket, Python."""
    run = get_object_or_404(Run.objects.for_user(request.user).select_related("connection"), uuid=uuid)
    return render(request, "realtime/_code.html", {"codes": snippets.codes(run)})


@require_safe
def events(request: HtmxHttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """The flight recorder of a session that is over."""
    run = session_run(request, uuid)
    received = list(kept(run))
    context = {"id": run.uuid, "rows": rows_of(received), "count": len(received)}
    return render(request, "realtime/_rows.html", context)


@require_safe
def recording(request: HtmxHttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """The sound of both sides, to be played in time with the events."""
    run = session_run(request, uuid)
    context = {"run": run, "files": files_of(run), "has_transcript": handover.recorded(run) is not None}
    return render(request, "realtime/_recording.html", context)


@require_safe
def events_file(request: HtmxHttpRequest, uuid: uuids.UUID) -> HttpResponseBase:
    """Every event both ways as JSON lines: milliseconds, direction, event."""
    run = session_run(request, uuid)
    response = StreamingHttpResponse(lines(run), content_type="application/jsonl; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="session-{run.uuid}.jsonl"'
    return response


async def lines(run: Run) -> AsyncIterator[str]:
    async for piece in run.pieces.aiterator(chunk_size=50):
        yield "".join(map(line, decode(bytes(piece.data))))


def line(received: Received) -> str:
    up, kind = parted(received)
    try:
        event: Any = json.loads(received.data)
    except ValueError:
        event = received.data
    told = {"ms": received.ms, "direction": "client" if up else "server", "type": kind, "event": event}
    return json.dumps(told, ensure_ascii=False) + "\n"


def kept(run: Run) -> Iterator[Received]:
    for piece in run.pieces.iterator(chunk_size=50):
        yield from decode(bytes(piece.data))


def session_run(request: HtmxHttpRequest, uuid: uuids.UUID) -> Run:
    return get_object_or_404(Run.objects.for_user(request.user), uuid=uuid, operation__in=KINDS)
