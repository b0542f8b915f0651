"""The bar under a list: what is asked before an action on the ticked completions, and its start."""

import json
import uuid as uuids
from typing import Any

from asgiref.sync import sync_to_async
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from playground.accounts.requests import HtmxHttpRequest
from playground.connections.models import Connection
from playground.openai.errors import OpenAIError
from playground.runs.models import RunSet
from playground.runs.operations import models_url, uuid_of
from playground.runs.storable import storable_text

from . import bulk, export, filters, live
from .filters import MirrorFilters
from .forms import UpdateForm
from .mirror import Place
from .models import Completion, Source
from .sync_views import source_of
from .views import connection_of, place_of

SHOWN = 20
ACTIONS = (bulk.METADATA, bulk.DELETE, bulk.RERUN)


@require_POST
async def ask(request: HtmxHttpRequest) -> HttpResponse:
    """`action` on each ticked `id`, or with `all` on what the filters of `query` leave: exports are answered at once,
    the others ask what exactly, then start with `start`."""
    connection = await connection_of(request)
    action, source = request.POST.get("action", ""), source_of(request.POST.get("source", ""))
    if connection is None or (action not in ACTIONS and action not in export.FORMATS):
        return HttpResponse("The action is one of metadata, delete, rerun and the exports.", status=400)
    place = (await place_of(request, connection)).at(source)
    try:
        completions = await chosen(request, place, connection)
    except OpenAIError as error:
        return await asked(request, {"problem": error.message, "action": action}, 422)
    if action in export.FORMATS:
        return await sync_to_async(exported)(completions, action)
    return await sync_to_async(prepared)(request, connection, source, action, completions)


async def chosen(request: HtmxHttpRequest, place: Place, connection: Connection) -> list[Completion]:
    """The completions that are meant, with their messages. Raises OpenAIError where upstream does not give them."""
    ids = [storable_text(name) for name in request.POST.getlist("id")[: bulk.MOST]]
    if "all" in request.POST:
        form = MirrorFilters(QueryDict(request.POST.get("query", "")))
        matching = filters.filtered(place.completions, form.set_values).order_by("-created", "-pk")
        ids = [name async for name in matching.values_list("completion_id", flat=True)[: bulk.MOST]]
    if place.source == Source.UPSTREAM:
        fetched = await live.fetch(place, connection, ids)
        return [fetched[name] for name in ids if name in fetched]
    found = place.completions.filter(completion_id__in=ids).select_related("run")
    return [kept async for kept in found]


def exported(completions: list[Completion], format_: str) -> HttpResponse:
    _, ending, content_type = export.FORMATS[format_]
    response = HttpResponse(export.written(completions, format_), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="completions-{format_}.{ending}"'
    return response


def prepared(
    request: HtmxHttpRequest, connection: Connection, source: str, action: str, completions: list[Completion]
) -> HttpResponse:
    """What would be done; with `start` it is."""
    context: dict[str, Any] = {
        "action": action,
        "source": source,
        "completions": completions,
        "set_uuid": uuids.uuid4(),
        "models_url": models_url(connection),
        "typed": request.POST,
    }
    problem = problem_of(action, source, completions, request.POST)
    if action == bulk.METADATA and "key" in request.POST and not problem:
        context["changes"] = changes(completions, *pairs_of(request.POST))[:SHOWN]
    if "start" in request.POST and not problem:
        return begun(request, start(request, connection, action, completions))
    wrong = problem if ("start" in request.POST or "key" in request.POST or not completions) else ""
    return shown(request, {**context, "problem": wrong}, 422 if wrong else 200)


async def asked(request: HtmxHttpRequest, context: dict[str, Any], status: int) -> HttpResponse:
    return await sync_to_async(shown)(request, context, status)


def shown(request: HtmxHttpRequest, context: dict[str, Any], status: int) -> HttpResponse:
    template = "stored/_bulk_ask.html" if request.htmx else "stored/bulk_ask.html"
    return render(request, template, context, status=status)


def begun(request: HtmxHttpRequest, run_set: RunSet) -> HttpResponse:
    address = reverse("stored:bulk_set", args=[run_set.uuid])
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)


def problem_of(action: str, source: str, completions: list[Completion], typed: QueryDict) -> str:
    """Why this cannot be started, in words; empty when it can."""
    if not completions:
        return "Tick at least one completion that is still there"
    if source == Source.HISTORY and action != bulk.RERUN:
        return "The local history has nothing upstream: export it or run it again"
    if action == bulk.RERUN and not typed.get("model", "").strip():
        return "Name the model to ask"
    if action == bulk.METADATA:
        pairs, without = pairs_of(typed)
        if not pairs and not without:
            return "Write a key: with a value it is set, without one it is taken away"
        form = UpdateForm({"completion_id": "x", "metadata": json.dumps(pairs)})
        return "" if form.is_valid() else str(form.errors["metadata"][0])
    return ""


def pairs_of(typed: QueryDict) -> tuple[dict[str, str], list[str]]:
    """The pairs to set, and the keys to take away because they have no value."""
    typed_pairs = zip(typed.getlist("key"), typed.getlist("value"), strict=False)
    found = [(key.strip(), value) for key, value in typed_pairs if key.strip()]
    return {key: value for key, value in found if value}, [key for key, value in found if not value]


def changes(
    completions: list[Completion], pairs: dict[str, str], without: list[str]
) -> list[tuple[Completion, dict[str, str], bool]]:
    """(completion, its metadata afterwards, whether it has too many pairs then) for those that would change."""
    after = [(kept, bulk.with_pairs(kept.metadata, pairs, without)) for kept in completions]
    return [
        (kept, metadata, len(metadata) > bulk.MOST_PAIRS)
        for kept, metadata in after
        if metadata != kept.metadata
    ]


def start(
    request: HtmxHttpRequest, connection: Connection, action: str, completions: list[Completion]
) -> RunSet:
    owner, uuid = request.user, uuid_of(request.POST.get("set", ""))
    if action == bulk.METADATA:
        return bulk.apply(owner, connection, completions, *pairs_of(request.POST), uuid)
    if action == bulk.DELETE:
        return bulk.delete(owner, connection, completions, uuid)
    return bulk.rerun(owner, connection, completions, request.POST["model"].strip(), uuid)
