"""The comparison: one conversation in two to six panes, each with its own model, connection and parameters."""

import uuid as uuids
from typing import Any

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from playground.accounts.requests import HtmxHttpRequest
from playground.chat.forms import ChatCompletionForm
from playground.chat.views import DEFAULTS
from playground.connections.services import connections, current_connection
from playground.params.json_text import JSONTextError, read_json
from playground.runs import operations
from playground.runs.admission import foresee
from playground.runs.models import RunSet
from playground.runs.storable import storable

from .columns import Column, Shared, columns
from .figures import MEASURES, rows
from .starting import Asked, Prompt, ask, keep, start
from .state import MOST_PANES, Pane, State

RECENT = 6


@require_safe
def new(request: HtmxHttpRequest) -> HttpResponse:
    """An empty comparison: it is stored once something is changed or run in it."""
    run_set = RunSet(owner=request.user, kind=RunSet.Kind.COMPARE)
    values = {**DEFAULTS, "model": default_model(request)}
    state = State(panes=[Pane("1", values=values), Pane("2", values=dict(values))])
    return render(request, "compare/page.html", context(request, run_set, state))


@require_POST
def from_chat(request: HtmxHttpRequest) -> HttpResponse:
    """A comparison of the chat page's conversation, with its parameters in two panes."""
    fields = [field.name for field in ChatCompletionForm().params.values()]
    values = {name: text for name in fields if (text := request.POST.get(name)) and name != "messages"}
    state = State(
        [Pane("1", values=values), Pane("2", values=dict(values))],
        shared=messages_of(request.POST.get("messages", "")),
        composer=request.POST.get("composer", ""),
    )
    run_set = RunSet(owner=request.user, kind=RunSet.Kind.COMPARE)
    keep(run_set, State.of(RunSet(settings=storable(state.as_dict()))))
    address = reverse("compare:page", args=[run_set.uuid])
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HtmxHttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """The comparison as it was left; POST keeps what the page holds now."""
    if request.method != "POST":
        run_set = found(request, uuid)
        return render(request, "compare/page.html", context(request, run_set, State.of(run_set)))
    with transaction.atomic():
        run_set, state = taken(request, uuid)
        keep(run_set, state)
    return HttpResponse(status=204)


@require_POST
def run(request: HtmxHttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """Ask every pane, or the one that `pane` names; its turns come back for the page, or the errors of all forms."""
    one = request.POST.get("pane", "")
    prompt = Prompt(
        operations.uuid_of(request.POST.get("run", "")),
        request.POST.get("composer", ""),
        request.POST.getlist("composer_files"),
    )
    with transaction.atomic():
        run_set, state = taken(request, uuid)
        shown = shown_columns(request, run_set, state)
        asking = [column for column in shown if one in ("", column.pane.id)]
        if not asking:
            raise Http404("there is no such pane")
        if not all(column.connection for column in asking):
            return refused(request, Asked({}))
        foresee(request.user, [column.connection for column in asking], ChatCompletionForm.operation)
        asked = ask(request.user, state, asking, prompt)
        keep(run_set, state)
    if asked.turn is None:
        return refused(request, asked)
    start(request.user, run_set, asking, asked, state.turns.index(asked.turn))
    return started(request, run_set, state, asked)


def refused(request: HtmxHttpRequest, asked: Asked) -> HttpResponse:
    errors = [(id, control, words) for id, form in asked.forms.items() for control, words in form.error_list]
    response = render(request, "compare/_refused.html", {"errors": errors, "forms": asked.forms}, status=422)
    response["HX-Reswap"] = "none"
    return response


def started(request: HtmxHttpRequest, run_set: RunSet, state: State, asked: Asked) -> HttpResponse:
    address = reverse("compare:page", args=[run_set.uuid])
    if not request.htmx:
        return redirect(address)
    shown = shown_columns(request, run_set, state)
    sides = [
        (column, side)
        for column in shown
        for side in column.sides
        if side.turn is asked.turn and (asked.is_new or column.pane.id in asked.forms)
    ]
    more = {"sides": sides, "is_new": asked.is_new, "run_uuid": uuids.uuid4(), "rows": rows(shown)}
    response = render(request, "compare/_started.html", {**more, "run_set": run_set, "measures": MEASURES})
    response["HX-Replace-Url"] = address
    return response


@require_POST
def add_pane(request: HtmxHttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """One more pane with the values of `copy`, or of the last one; 409 when there are enough."""
    with transaction.atomic():
        run_set, state = taken(request, uuid)
        if len(state.panes) >= MOST_PANES:
            return HttpResponse("There are six panes already.", status=409, content_type="text/plain")
        model = state.pane(request.POST.get("copy", "")) or state.panes[-1]
        place = state.panes.index(model) + 1
        state.panes.insert(place, Pane(state.next_pane_id(), model.connection, dict(model.values)))
        keep(run_set, state)
    column = shown_columns(request, run_set, state)[place]
    return render(request, "compare/_pane.html", {**context(request, run_set, state), "column": column})


def found(request: HtmxHttpRequest, uuid: uuids.UUID, *, locked: bool = False) -> RunSet:
    sets = RunSet.objects.for_user(request.user).filter(uuid=uuid, kind=RunSet.Kind.COMPARE)
    run_set = (sets.select_for_update() if locked else sets).first()
    if run_set is None:
        raise Http404
    return run_set


def taken(request: HtmxHttpRequest, uuid: uuids.UUID) -> tuple[RunSet, State]:
    """The comparison, new where it was not stored yet, with what the page holds. Runs in a transaction."""
    RunSet.objects.get_or_create(owner=request.user, uuid=uuid, defaults={"kind": RunSet.Kind.COMPARE})
    run_set = found(request, uuid, locked=True)
    state = State.of(run_set)
    state.take(request.POST.get("state", ""))
    if not state.panes:
        state.panes = [Pane("1", values=dict(DEFAULTS))]
    return run_set, state


def shown_columns(request: HtmxHttpRequest, run_set: RunSet, state: State) -> list[Column]:
    return columns(run_set, state, connections(request), current_connection(request))


def context(request: HtmxHttpRequest, run_set: RunSet, state: State) -> dict[str, Any]:
    shown = shown_columns(request, run_set, state)
    recent = RunSet.objects.for_user(request.user).filter(kind=RunSet.Kind.COMPARE).exclude(title="")
    return {
        "run_set": run_set,
        "state": state,
        "columns": shown,
        "shared": [Shared(message) for message in state.shared],
        "connections": connections(request),
        "rows": rows(shown),
        "measures": MEASURES,
        "recent": recent.exclude(pk=run_set.pk)[:RECENT] if not state.turns else [],
        "run_uuid": uuids.uuid4(),
    }


def default_model(request: HtmxHttpRequest) -> str:
    return operations.default_model(request, current_connection(request), ChatCompletionForm.operation)


def messages_of(text: str) -> list[dict[str, Any]]:
    try:
        messages = storable(read_json(text))
    except JSONTextError:
        return []
    return (
        [message for message in messages if isinstance(message, dict)] if isinstance(messages, list) else []
    )
