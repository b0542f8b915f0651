"""What is done with one completion: its JSON, chat filled from it, its copy forgotten, its row brought up to date."""

from uuid import UUID

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from playground.accounts.requests import HtmxHttpRequest
from playground.connections.services import current_connection
from playground.runs import handover
from playground.runs.models import Run

from . import shapes
from .models import Completion, Source
from .review_views import wanted
from .sync_views import PAGES, source_of
from .views import connection_of, place_of


async def found(request: HtmxHttpRequest, completion_id: str, source: str) -> Completion:
    """The kept completion with its messages; fetched where it never was. 404 where it cannot be."""
    connection = await connection_of(request)
    if connection is None:
        raise Http404("there is no connection")
    place = (await place_of(request, connection)).at(source)
    kept, problem = await wanted(place, connection, completion_id)
    if kept is None:
        raise Http404(problem)
    return kept


@require_safe
async def as_json(request: HtmxHttpRequest, completion_id: str) -> HttpResponse:
    """The API's object with the messages that it was asked."""
    kept = await found(request, completion_id, source_of(request.GET.get("source", "")))
    response = JsonResponse(
        {**kept.body, "messages": kept.messages}, json_dumps_params={"indent": 2, "ensure_ascii": False}
    )
    response["Content-Disposition"] = f'attachment; filename="{shapes.key_of(completion_id)}.json"'
    return response


@require_POST
async def open_in_chat(request: HtmxHttpRequest, completion_id: str) -> HttpResponse:
    """To chat, whose form is filled with what the completion was asked."""
    kept = await found(request, completion_id, source_of(request.POST.get("source", "")))
    return redirect(handover.request_url("chat:page", "completion", kept.pk))


@require_POST
def forget(request: HtmxHttpRequest, completion_id: str) -> HttpResponse:
    """Delete the copy with its verdict and note; upstream is not asked."""
    source = source_of(request.POST.get("source", ""))
    mine = Completion.objects.for_user(request.user).filter(
        connection=current_connection(request), source=source
    )
    get_object_or_404(mine, completion_id=completion_id).delete()
    return redirect(PAGES[Source(source)])


@require_safe
def changed(request: HtmxHttpRequest, uuid: UUID) -> HttpResponse:
    """After a run that changed a completion: its labels and its state in the list."""
    run = get_object_or_404(Run.objects.for_user(request.user), uuid=uuid)
    completion_id = str(run.params.get("completion_id", ""))
    mine = Completion.objects.for_user(request.user).filter(connection=run.connection_id)
    body = run.response if isinstance(run.response, dict) else {}
    context = {
        "key": shapes.key_of(completion_id),
        "kept": mine.filter(completion_id=completion_id).defer("body", "messages").first(),
        "labels": shapes.labels(body.get("metadata")),
        "is_deleted": body.get("deleted") is True,
    }
    return render(request, "stored/_changed_row.html", context)
