"""The bar under a list: what is asked before an action on the ticked completions, and its start."""

import json
import uuid as uuids
from dataclasses import dataclass
from itertools import islice
from typing import Any

from asgiref.sync import sync_to_async
from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
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

from . import bulk, export, export_views, filters, live
from .filling import DELETE, METADATA, RERUN
from .filters import MirrorFilters
from .forms import UpdateForm
from .mirror import Place
from .models import Completion, Source
from .sync_views import source_of
from .views import connection_of, place_of

SHOWN, LISTED = 20, 5
MOST_TICKED = 1000
ACTIONS = (METADATA, DELETE, RERUN)


@dataclass(frozen=True)
class Meant:
    """What an action is about: `pks` in the list's order; `ids` are those ticked, None where a filter chose.

    `matching` is how many the filter leaves, of which the newest are meant; `unread` how many of them are left out,
    because their messages are not synced.
    """

    pks: list[int]
    ids: list[str] | None = None
    matching: int = 0
    unread: int = 0

    @property
    def count(self) -> int:
        return len(self.pks)

    @property
    def first(self) -> list[Completion]:
        known = Completion.objects.defer("body", "messages").in_bulk(self.pks[:LISTED])
        return [known[pk] for pk in self.pks[:LISTED] if pk in known]

    @property
    def others(self) -> int:
        return max(0, self.count - LISTED)


@require_POST
async def ask(request: HtmxHttpRequest) -> HttpResponseBase:
    """`action` on each ticked `id`, or with `all` on what the filters of `query` leave: exports are answered at once,
    the others ask what exactly, then start with `start`."""
    connection = await connection_of(request)
    action, source = request.POST.get("action", ""), source_of(request.POST.get("source", ""))
    if connection is None or (action not in ACTIONS and action not in export.FORMATS):
        return HttpResponse("The action is one of metadata, delete, rerun and the exports.", status=400)
    place = (await place_of(request, connection)).at(source)
    query, ids = request.POST.get("query", ""), ticked(request)
    if ids is None and action in ACTIONS:
        meant = await sync_to_async(matching)(place, query, action)
        return await sync_to_async(prepared)(request, connection, source, action, meant)
    if ids and source == Source.UPSTREAM:
        try:
            await live.bring(place, connection, ids)
        except OpenAIError as error:
            return await refused(request, place, action, error, ids)
    if action in export.FORMATS:
        return await sync_to_async(export_views.exported)(request, place, ids, query, action)
    meant = await sync_to_async(named)(place, ids or [])
    return await sync_to_async(prepared)(request, connection, source, action, meant)


def ticked(request: HtmxHttpRequest) -> list[str] | None:
    """The ids that are ticked; None where all that match are meant."""
    if "all" in request.POST:
        return None
    ids = (storable_text(name) for name in request.POST.getlist("id")[:MOST_TICKED])
    return list(dict.fromkeys(ids))


def named(place: Place, ids: list[str]) -> Meant:
    kept = place.completions.filter(completion_id__in=ids)
    known = dict(kept.values_list("completion_id", "pk"))
    found = [name for name in ids if name in known]
    return Meant([known[name] for name in found], found)


async def refused(
    request: HtmxHttpRequest, place: Place, action: str, error: OpenAIError, ids: list[str]
) -> HttpResponseBase:
    """Upstream did not give what is not kept here."""
    if action in export.FORMATS:
        context: dict[str, object] = {"problem": error.message, "ids": ids}
        return await sync_to_async(export_views.asked)(request, place, action, context)
    context = {"problem": error.message, "action": action}
    return await sync_to_async(shown)(request, context, 422)


def matching(place: Place, query: str, action: str) -> Meant:
    """What the filters leave of the synced copy, the newest first, as far as an action goes."""
    found = filters.filtered(place.completions, MirrorFilters(QueryDict(query)).set_values)
    if action != RERUN:
        found = found.filter(gone_at=None)
    count = found.count()
    ready = found.filter(has_messages=True) if action == RERUN else found
    pks = ready.order_by("-created", "-pk").values_list("pk", flat=True)
    unread = count - ready.count() if action == RERUN else 0
    return Meant(list(pks[: bulk.MOST]), None, count, unread)


def prepared(
    request: HtmxHttpRequest, connection: Connection, source: str, action: str, meant: Meant
) -> HttpResponse:
    """What would be done; with `start` it is."""
    typed = request.POST
    context: dict[str, Any] = {
        "action": action,
        "source": source,
        "meant": meant,
        "query": typed.get("query", ""),
        "set_uuid": uuids.uuid4(),
        "models_url": models_url(connection),
        "typed": typed,
    }
    problem = problem_of(action, source, meant, typed)
    if action == METADATA and "key" in typed and not problem:
        found = bulk.changing(meant.pks, *pairs_of(typed))
        context["changes"] = list(islice(found, SHOWN))
        context["unseen"] = sum(1 for _ in found)
    if "start" in typed and not problem:
        if meant.ids is not None or typed.get("count") == str(meant.count):
            return begun(request, start(request, connection, action, meant.pks))
        problem = f"Meanwhile {meant.count:,} match: look again, then start"
    wrong = problem if ("start" in typed or "key" in typed or not meant.pks) else ""
    return shown(request, {**context, "problem": wrong}, 422 if wrong else 200)


def shown(request: HtmxHttpRequest, context: dict[str, Any], status: int) -> HttpResponse:
    template = "stored/_bulk_ask.html" if request.htmx else "stored/bulk_ask.html"
    return render(request, template, context, status=status)


def begun(request: HtmxHttpRequest, run_set: RunSet) -> HttpResponse:
    address = reverse("stored:bulk_set", args=[run_set.uuid])
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)


def problem_of(action: str, source: str, meant: Meant, typed: QueryDict) -> str:
    """Why this cannot be started, in words; empty when it can."""
    if meant.unread and not meant.pks:
        return "The messages of these are not synced yet: sync first"
    if not meant.pks:
        return "Tick at least one completion that is still there"
    if source == Source.HISTORY and action != RERUN:
        return "The local history has nothing upstream: export it or run it again"
    if action == RERUN and not typed.get("model", "").strip():
        return "Name the model to ask"
    if action == METADATA:
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


def start(request: HtmxHttpRequest, connection: Connection, action: str, pks: list[int]) -> RunSet:
    owner, uuid = request.user, uuid_of(request.POST.get("set", ""))
    if action == METADATA:
        return bulk.apply(owner, connection, pks, *pairs_of(request.POST), uuid)
    if action == DELETE:
        return bulk.delete(owner, connection, pks, uuid)
    return bulk.rerun(owner, connection, pks, request.POST["model"].strip(), uuid)
