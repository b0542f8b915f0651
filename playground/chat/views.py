"""The chat page: a conversation, its parameters, and a run for each answer."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from playground.accounts.requests import HtmxHttpRequest
from playground.connections.services import current_connection
from playground.params.json_text import JSONTextError, read_json
from playground.runs import files, operations
from playground.runs.models import Run
from playground.runs.storable import storable

from .forms import ChatCompletionForm
from .messages import Message, present
from .parts import parts_for

PAGE, REFUSED = "chat/page.html", "chat/_refused.html"
DEFAULTS = {"stream": "true", "stream_options": '{"include_usage": true}'}


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HtmxHttpRequest) -> HttpResponse:
    if request.method == "POST":
        return post(request)
    run = operations.source_run(request)
    connection = current_connection(request)
    defaults = {
        **DEFAULTS,
        "model": operations.default_model(request, connection, ChatCompletionForm.operation),
    }
    form = ChatCompletionForm(
        initial=operations.initial(request, ChatCompletionForm, run, defaults),
        models_url=operations.models_url(connection),
    )
    return render(request, PAGE, context(form, run))


def post(request: HtmxHttpRequest) -> HttpResponse:
    data = request.POST.copy()
    for uploaded in request.FILES.getlist("composer_uploads"):
        kept = files.keep(request.user, uploaded, uploaded.name or "")
        data.appendlist("composer_files", str(kept.uuid))
    form = ChatCompletionForm(
        data,
        composer_parts=parts_for(request.user),
        models_url=operations.models_url(current_connection(request)),
    )
    if not form.is_valid() or (run := operations.start(request, form)) is None:
        return operations.refused(request, form, PAGE, context(form, None), REFUSED)
    said = form.cleaned_data["messages"][-1:] if form.composed() else []
    return operations.started(request, run, "chat/_started.html", {"messages": present(said)})


def context(form: ChatCompletionForm, run: Run | None) -> dict[str, Any]:
    return {"form": form, "messages": conversation(form), "run": run, "run_uuid": uuid.uuid4()}


def conversation(form: ChatCompletionForm) -> list[Message]:
    """The rows above the composer: what the `messages` control holds, as far as it can be read."""
    try:
        messages = storable(read_json(form["messages"].value() or "[]"))
    except JSONTextError:
        return []
    return present(messages if isinstance(messages, list) else [])
