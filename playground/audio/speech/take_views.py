"""One take: its player, star and note; the list of takes, and some of them side by side."""

from typing import Any, cast
from uuid import UUID

from asgiref.sync import sync_to_async
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import aget_object_or_404, get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from playground.accounts.models import User
from playground.accounts.requests import HtmxHttpRequest
from playground.runs import serving, wav
from playground.runs.models import Run
from playground.runs.operations import uuid_of

from . import takes
from .models import Take

MOST_BESIDE = 6
NOTE = 500


def own(request: HtmxHttpRequest, uuid: UUID) -> Run:
    return get_object_or_404(Run.objects.for_user(request.user), uuid=uuid, operation="create_speech")


@require_safe
async def take(request: HtmxHttpRequest, uuid: UUID) -> HttpResponse:
    """The take's card. The first time it waits until the file was looked at."""
    owner = cast(User, await request.auser())
    runs = Run.objects.for_user(owner).select_related("owner")
    run = await aget_object_or_404(runs, uuid=uuid, operation="create_speech")
    # In a thread of its own: everybody else's views share one.
    shown = await sync_to_async(takes.shown, thread_sensitive=False)(run)
    return await sync_to_async(render)(request, "audio/speech/_take.html", {"shown": shown, "run": run})


@require_POST
def star(request: HtmxHttpRequest, uuid: UUID) -> HttpResponse:
    run = own(request, uuid)
    kept, _ = Take.objects.update_or_create(
        run=run, defaults={"starred": request.POST.get("starred") == "true"}
    )
    return render(request, "audio/speech/_star.html", {"run": run, "take": kept})


@require_POST
def note(request: HtmxHttpRequest, uuid: UUID) -> HttpResponse:
    words = " ".join(request.POST.get("note", "").replace("\0", "").split())[:NOTE]
    Take.objects.update_or_create(run=own(request, uuid), defaults={"note": words})
    return HttpResponse(status=204)


@require_safe
def rows(request: HtmxHttpRequest) -> HttpResponse:
    """More takes, or only those with a star."""
    starred, before = "starred" in request.GET, request.GET.get("before", "")
    number = int(before) if before.isascii() and before.isdigit() and len(before) < 18 else None
    found = takes.kept(request.user, starred=starred, before=number)
    context: dict[str, Any] = {"takes": found[: takes.PAGE], "starred": starred}
    context["more"] = found[takes.PAGE - 1].pk if len(found) > takes.PAGE else None
    return render(request, "audio/speech/_rows.html", context)


@require_safe
def beside(request: HtmxHttpRequest) -> HttpResponse:
    """Two to six takes side by side, in the order in which they were ticked."""
    asked = [uuid_of(text) for text in request.GET.getlist("take")[:MOST_BESIDE]]
    found = {run.uuid: run for run in Run.objects.for_user(request.user).filter(uuid__in=asked)}
    runs = [found[uuid] for uuid in asked if uuid in found]
    if not runs:
        raise Http404("no takes")
    return render(request, "audio/speech/beside.html", {"takes": runs})


@require_safe
def as_wav(request: HtmxHttpRequest, uuid: UUID) -> HttpResponseBase:
    """The take as a WAV file, for a browser that cannot play what came."""
    shown = takes.shown(own(request, uuid))
    made = wav.as_wav(shown.file) if shown.file else None
    if made is None:
        raise Http404("nothing to play")
    return serving.respond(request, made)
