"""The chat page: a conversation, its parameters, and a run for each answer."""

import uuid
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from playground.accounts.requests import HtmxHttpRequest
from playground.connections.services import current_connection
from playground.params.json_text import JSONTextError, read_json
from playground.prompts import opening, variables
from playground.prompts.models import Version
from playground.runs import files, handover, operations
from playground.runs.models import Run
from playground.runs.storable import storable

from . import conversations, given
from .conversations import Place, place_of
from .earlier import earlier, earlier_for, referred, rows, start
from .forms import ChatCompletionForm
from .parts import parts_for

PAGE, REFUSED = "chat/page.html", "chat/_refused.html"
DEFAULTS = {"stream": "true", "stream_options": '{"include_usage": true}'}


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HtmxHttpRequest) -> HttpResponse:
    if request.method == "POST":
        return post(request)
    run = operations.source_run(request)
    version = opened_prompt(request)
    if version and "version" not in request.GET:
        return redirect(version.open_url)
    form = ChatCompletionForm(
        initial=initial(request, run, version),
        template=version.params if version else None,
        values=version.values if version else None,
        models_url=operations.models_url(current_connection(request)),
    )
    more = {"version": version, "attached": given.attached(request)}
    return render(request, PAGE, context(form, run) | more)


def opened_prompt(request: HtmxHttpRequest) -> Version | None:
    """The version of a saved prompt that the page is opened on; 404 when it is not this user's."""
    asked = request.GET.get("prompt")
    return opening.asked_version(request.user, asked, request.GET.get("version", "")) if asked else None


def initial(request: HtmxHttpRequest, run: Run | None, version: Version | None) -> dict[str, Any]:
    """What the controls hold: a run's texts were sent as they are, so that nothing in them is a variable."""
    if run is not None:
        return ChatCompletionForm.initial_from(variables.escaped(shown_params(run)))
    if (kept := handover.given_request(request)) is not None:
        return ChatCompletionForm.initial_from(variables.escaped(kept))
    defaults: dict[str, Any] = (
        opening.controls(ChatCompletionForm, version.params) if version else {**DEFAULTS}
    )
    if not defaults.get("model"):
        connection = current_connection(request)
        defaults["model"] = operations.default_model(request, connection, ChatCompletionForm.operation)
    return operations.initial(request, ChatCompletionForm, None, defaults) | given.composer(request)


def post(request: HtmxHttpRequest) -> HttpResponse:
    data = request.POST.copy()
    for uploaded in request.FILES.getlist("composer_uploads"):
        kept = files.keep(request.user, uploaded, uploaded.name or "")
        data.appendlist("composer_files", str(kept.uuid))
    form = ChatCompletionForm(
        data,
        composer_parts=parts_for(request.user),
        earlier=earlier_for(request.user),
        models_url=operations.models_url(current_connection(request)),
    )
    if not form.is_valid() or (run := operations.start(request, form)) is None:
        return operations.refused(request, form, PAGE, context(form, None) | posted(request, data), REFUSED)
    at = data.get("conversation", ""), data.get("parent", "")
    # One that is not kept is no turn of its conversation: the page stays where it is.
    place = conversations.attach(run, *at) if run.is_kept else conversations.named(*at)
    said = form.cleaned_data["messages"][-1:] if form.composed() else []
    started = {"rows": rows(said, {}), "place": place, "started": True}
    return operations.started(request, run, "chat/_started.html", started)


def shown_params(run: Run) -> dict[str, Any]:
    """The run's parameters with those of its messages that the page shows at first."""
    first = start(run)
    return {**run.params, "messages": run.params["messages"][first:]} if first else run.params


def context(form: ChatCompletionForm, run: Run | None) -> dict[str, Any]:
    place, first = (place_of(run), start(run)) if run else (Place(), 0)
    return {
        "form": form,
        "place": place,
        "rows": rows(conversation(form), place.forks, first),
        "earlier": earlier(run, first) if run else None,
        "run": run,
        "run_uuid": uuid.uuid4(),
    }


def posted(request: HtmxHttpRequest, data: QueryDict) -> dict[str, Any]:
    """What the page said of its place, for the page that comes back."""
    found = referred(request.user, data.get("earlier", ""))
    place = Place(data.get("conversation", ""), data.get("parent", ""))
    return {"place": place, "earlier": earlier(*found) if found else None}


def conversation(form: ChatCompletionForm) -> list[Any]:
    """The messages above the composer: what the `messages` control holds, as far as it can be read."""
    try:
        messages = storable(read_json(form["messages"].value() or "[]"))
    except JSONTextError:
        return []
    return messages if isinstance(messages, list) else []
