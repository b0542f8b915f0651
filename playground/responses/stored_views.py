"""Stored responses: the tree of those made here, and one of them as upstream has it now."""

import uuid
from dataclasses import dataclass
from typing import Any

from asgiref.sync import sync_to_async
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from playground.accounts.requests import HtmxHttpRequest
from playground.connections.models import Connection
from playground.connections.services import current_connection
from playground.openai.errors import NotFound
from playground.runs import operations, services
from playground.runs.reads import LIMIT, Read, read

from . import input_items as items
from . import nodes, streams, tree
from .models import ResponseNode
from .stored_addresses import SHOWABLE, stored_url
from .stored_forms import DeleteResponseForm, GetResponseForm, ListInputItemsForm


@require_safe
def index(request: HtmxHttpRequest) -> HttpResponse:
    """The tree; with `id` the page of that response, whoever made it."""
    if (asked := request.GET.get("id", "").strip()) and (url := stored_url(asked)):
        return redirect(url)
    context = {"page": tree.page(request.user, request.GET.get("before", "")), "asked": asked}
    more = request.htmx.target == "more"
    return render(request, "responses/_threads.html" if more else "responses/list.html", context)


@require_safe
def pick(request: HtmxHttpRequest) -> HttpResponse:
    """The newest threads, each response to be taken as the previous one."""
    return render(request, "responses/_pick.html", {"page": tree.page(request.user)})


@dataclass(frozen=True, slots=True)
class Place:
    """A stored response: its id, the connection that it is asked for, and its node where we made it."""

    response_id: str
    connection: Connection
    node: ResponseNode | None


def place(request: HtmxHttpRequest, response_id: str) -> Place:
    if not SHOWABLE.fullmatch(response_id):
        raise Http404("no response has such an id")
    node = nodes.find(request.user, response_id)
    connection = node.connection if node else current_connection(request)
    if connection is None:
        raise Http404("there is no connection to ask")
    return Place(response_id, connection, node)


def filled(query: QueryDict, response_id: str) -> QueryDict:
    """The page's query, which is the API's, with the id of the path."""
    data = query.copy()
    data["response_id"] = response_id
    return data


# Rendering asks the database for the connection in the frame.
drawn = sync_to_async(render)


@require_safe
async def detail(request: HtmxHttpRequest, response_id: str) -> HttpResponse:
    """The response live from upstream, by every parameter of the operation."""
    await request.auser()
    found = await sync_to_async(place)(request, response_id)
    form = GetResponseForm(filled(request.GET, response_id))
    context: dict[str, Any] = {"place": found, "form": form}
    if not form.is_valid():
        return await drawn(request, "responses/stored.html", context, status=422)
    params = form.request_params()
    # The stream of a response that is under way lasts as long as that.
    answer = await read(
        found.connection, form.operation, params, limit=None if params.get("stream") else LIMIT
    )
    await sync_to_async(remember)(request, found, answer)
    shown = await sync_to_async(streams.shown)(answer, params)
    missing = isinstance(answer.error, NotFound)
    context |= {"read": answer, "shown": shown, "is_gone": missing}
    return await drawn(request, "responses/stored.html", context, status=404 if missing else 200)


def remember(request: HtmxHttpRequest, found: Place, answer: Read) -> None:
    """What upstream said of it: that it has it no more, or how far it is."""
    if found.node is None:
        return
    if isinstance(answer.error, NotFound):
        found.node.gone = True
    elif answer.error is None:
        found.node.gone = False
        if isinstance(answer.body, dict):
            found.node.status = str(answer.body.get("status") or "")[:20]
    found.node.save(update_fields=["gone", "status"])


@require_safe
async def input_items(request: HtmxHttpRequest, response_id: str) -> HttpResponse:
    """What the response was given, a page at a time, both ways; with `turned` in the other order than it comes."""
    await request.auser()
    found = await sync_to_async(place)(request, response_id)
    form = ListInputItemsForm(filled(request.GET, response_id))
    context: dict[str, Any] = {"place": found, "form": form}
    part = (
        "responses/_input_items.html"
        if request.htmx.target == "input-items"
        else "responses/input_items.html"
    )
    if not form.is_valid():
        return await drawn(request, part, context, status=422)
    answer = await read(found.connection, form.operation, form.request_params())
    body = answer.body if isinstance(answer.body, dict) else {}
    listed = items.listed(body.get("data"))
    if "turned" in request.GET:
        listed.reverse()
    has_more = body.get("has_more") is True
    context |= {"read": answer, "rows": items.rows(listed), **pages(request.GET, listed, has_more)}
    return await drawn(request, part, context, status=404 if isinstance(answer.error, NotFound) else 200)


def pages(query: QueryDict, listed: list[dict[str, Any]], has_more: bool) -> dict[str, str]:
    """The queries of the pages after and before the listed items, empty where there is none.

    Not every server takes `before`: the page before is asked for as the next one in the other order, and shown
    `turned` round again.
    """
    is_turned = "turned" in query
    order, other = ("asc", "desc") if (query.get("order") == "asc") != is_turned else ("desc", "asc")
    is_begun = "after" in query or "before" in query
    is_more, is_before = (True, has_more) if is_turned else (has_more, is_begun)
    ids = [str(item.get("id") or "") for item in listed] or [""]
    return {
        "next_query": turned(query, order=order, after=ids[-1]) if is_more and ids[-1] else "",
        "previous_query": turned(query, order=other, after=ids[0], turned="1")
        if is_before and ids[0]
        else "",
    }


def turned(query: QueryDict, **changes: str) -> str:
    data = query.copy()
    for name in ("after", "before", "order", "turned"):
        data.pop(name, None)
    data.update(changes)
    return data.urlencode()


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HtmxHttpRequest, response_id: str) -> HttpResponse:
    """Asks, then deletes it upstream: a run like any other."""
    found = place(request, response_id)
    data = filled(request.POST if request.method == "POST" else request.GET, response_id)
    form = DeleteResponseForm(data)
    context = {"place": found, "form": form, "run_uuid": uuid.uuid4()}
    if request.method != "POST" or not form.is_valid():
        template = "responses/_delete.html" if request.htmx.target == "confirm" else "responses/delete.html"
        return render(request, template, context, status=422 if request.method == "POST" else 200)
    run = services.start(
        request.user, found.connection, form.operation, form.request_params(), uuid=posted_uuid(request)
    )
    return redirect(run)


@require_POST
def cancel(request: HtmxHttpRequest, response_id: str) -> HttpResponse:
    """Stop a background response upstream."""
    found = place(request, response_id)
    params = {"response_id": response_id}
    run = services.start(request.user, found.connection, "cancel_response", params, uuid=posted_uuid(request))
    return redirect(run)


def posted_uuid(request: HtmxHttpRequest) -> uuid.UUID:
    return operations.uuid_of(request.POST.get("run", ""))
