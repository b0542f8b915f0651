"""An open completion: beside the list, or as a page that shows both."""

import uuid as uuids
from typing import Any

from asgiref.sync import sync_to_async
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from playground.accounts.requests import HtmxHttpRequest

from . import live, mirror
from .forms import MessagesForm, UpdateForm
from .reading import from_upstream
from .review_views import VERDICTS, known_keys
from .views import changed, connection_of, list_address, list_context, place_of

FRAGMENTS = {"beside": "stored/_beside.html", "messages": "stored/_messages.html"}


@require_safe
@vary_on_headers("HX-Request", "HX-Target")
async def detail(request: HtmxHttpRequest, completion_id: str) -> HttpResponse:
    """The completion as upstream has it. The query pages its messages; `list` is the query of the list beside it."""
    connection = await connection_of(request)
    if connection is None:
        raise Http404("there is no connection")
    data = request.GET.copy()
    data["completion_id"] = completion_id
    form = MessagesForm(data)
    context = await detail_context(request, form, completion_id)
    template = FRAGMENTS.get(request.htmx.target or "", "stored/page.html")
    if template == "stored/page.html":
        context |= await list_context(request, connection, QueryDict(request.GET.get("list", "")))
    status = 422 if form.errors else 404 if context["is_unknown"] else 200
    if request.htmx and status == 404:
        status = 200  # The card in the fragment says so.
    return await sync_to_async(render)(request, template, context, status=status)


async def detail_context(request: HtmxHttpRequest, form: MessagesForm, completion_id: str) -> dict[str, Any]:
    connection = await connection_of(request)
    assert connection
    place = await place_of(request, connection)
    params = form.request_params() if form.is_valid() else {"completion_id": completion_id}
    reads = await live.opened(connection, params)
    known = await sync_to_async(mirror.known)(place, [completion_id])
    opened = from_upstream(completion_id, reads, known.get(completion_id))
    query = request.GET.get("list", "")
    return {
        "opened": opened,
        "source": place.source,
        "messages_form": form,
        "more_messages": changed(request.GET, after=opened.after) if opened.after else "",
        "metadata_form": metadata_form(opened.labels),
        "known_keys": await sync_to_async(known_keys)(place),
        "verdicts": VERDICTS,
        "run_uuid": uuids.uuid4(),
        "close_url": list_address(query),
        "list_query": query,
        "is_unknown": reads[0].error is not None and reads[0].error.status_code == 404,
    }


def metadata_form(labels: list[tuple[str, str]]) -> UpdateForm:
    return UpdateForm(initial=UpdateForm.initial_from({"metadata": dict(labels)}) if labels else {})
