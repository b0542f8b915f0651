"""The live list: the page's query is the API's, and what upstream answers is shown as it is."""

from typing import Any, cast
from urllib.parse import urlencode

from asgiref.sync import sync_to_async
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from playground.accounts.models import User
from playground.accounts.requests import HtmxHttpRequest
from playground.connections.models import Connection
from playground.connections.services import current_connection
from playground.runs.operations import models_url

from . import live, mirror, shapes
from .forms import ListCompletionsForm, labels_of
from .mirror import Place
from .models import Source, Sync
from .shapes import Listing

PAIR = ("metadata_key", "metadata_value")
MOST_QUESTIONS = 100

connection_of = sync_to_async(current_connection)


async def place_of(request: HtmxHttpRequest, connection: Connection) -> Place:
    return Place.of(cast(User, await request.auser()), connection)


@require_safe
@vary_on_headers("HX-Request", "HX-Target")
async def page(request: HtmxHttpRequest) -> HttpResponse:
    """The list; an htmx request for `#more` gets the next rows only."""
    if (query := canonical(request.GET)) != request.GET.urlencode() and not request.htmx:
        return redirect(f"{request.path}?{query}" if query else request.path)
    connection = await connection_of(request)
    context = await list_context(request, connection, request.GET)
    template = "stored/_live_rows.html" if request.htmx.target == "more" else "stored/page.html"
    status = 422 if context["form"].errors else 200
    return await sync_to_async(render)(request, template, context, status=status)


async def list_context(
    request: HtmxHttpRequest, connection: Connection | None, query: QueryDict
) -> dict[str, Any]:
    """What the live list shows for a query of the API."""
    form = ListCompletionsForm.of(query)
    context: dict[str, Any] = {
        "tab": "live",
        "form": form,
        "query": query.urlencode(),
        "chips": chips(query),
        "connection": connection,
        "models_url": models_url(connection),
        "listing": Listing(),
    }
    if connection is None:
        return {**context, "is_valid": form.is_valid()}
    place = await place_of(request, connection)
    context["sync"] = await Sync.objects.filter(
        owner=place.owner_id, connection=connection, source=Source.UPSTREAM
    ).afirst()
    if not form.is_valid():
        return context
    params = form.request_params()
    read = await live.listed(connection, params)
    context |= {"read": read, "is_lacking": live.lacks_storage(read.error, params)}
    context["listing"] = listing = await rows_of(place, read.body)
    if listing.after:
        context["more"] = changed(query, after=listing.after)
    return context


async def rows_of(place: Place, answer: Any) -> Listing:
    found = shapes.bodies(answer)
    known = await sync_to_async(mirror.known)(place, map(shapes.id_of, found))
    rows = [shapes.live_row(body, known.get(shapes.id_of(body))) for body in found]
    return Listing(rows, shapes.cursor_of(answer))


@require_safe
async def questions(request: HtmxHttpRequest) -> HttpResponse:
    """What each `id` was asked, for the rows of a list: upstream tells it by one call each."""
    connection = await connection_of(request)
    ids = [name for name in request.GET.getlist("id") if shapes.LINKABLE.match(name)][:MOST_QUESTIONS]
    found = await live.first_questions(connection, ids) if connection else {}
    rows = [(shapes.key_of(name), found.get(name, "")) for name in ids]
    return await sync_to_async(render)(request, "stored/_questions.html", {"questions": rows})


def canonical(query: QueryDict) -> str:
    """The query as the API would be asked: without empty parts, a pair typed into the page as `metadata[key]`."""
    pairs = [
        (name, value) for name, values in query.lists() for value in values if value and name not in PAIR
    ]
    if key := query.get("metadata_key", "").strip():
        pairs = [(name, value) for name, value in pairs if name != f"metadata[{key}]"]
        pairs.append((f"metadata[{key}]", query.get("metadata_value", "")))
    return urlencode(pairs) if len(pairs) != len(list(query)) or PAIR[0] in query else query.urlencode()


def changed(query: QueryDict, **params: str | None) -> str:
    """The query with some parameters replaced, or left out where None."""
    copy = query.copy()
    for name, value in params.items():
        copy.pop(name, None)
        if value is not None:
            copy[name] = value
    return copy.urlencode()


def chips(query: QueryDict) -> list[tuple[str, str, str]]:
    """Each label that the list is filtered by: key, value, and the query without it."""
    found = []
    for key, value in labels_of(query).items():
        copy = query.copy()
        copy.pop(f"metadata[{key}]", None)
        copy.pop("after", None)
        found.append((key, value, copy.urlencode()))
    return found


def list_address(query: str) -> str:
    return reverse("stored:list") + (f"?{query}" if query else "")
