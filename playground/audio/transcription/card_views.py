"""One transcription on the page: its card, how far it is, stopping it, its parts again."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from playground.accounts.requests import HtmxHttpRequest

from . import starting
from .models import Transcription
from .standing import Standing


def own(request: HtmxHttpRequest, uuid: UUID) -> Standing:
    mine = Transcription.objects.for_user(request.user)
    related = ("file", "connection", "owner", "run__connection", "run_set")
    return Standing(get_object_or_404(mine.select_related(*related), uuid=uuid))


def body(request: HtmxHttpRequest, uuid: UUID) -> HttpResponse:
    standing = own(request, uuid)
    if not request.htmx:
        return redirect(standing.transcription)
    return render(request, "transcription/_body.html", {"standing": standing})


@require_safe
def show(request: HtmxHttpRequest, uuid: UUID) -> HttpResponse:
    return body(request, uuid)


@require_safe
def progress(request: HtmxHttpRequest, uuid: UUID) -> HttpResponse:
    """How far it is; the transcript comes along when more parts are done than `done`, all of the card at the end."""
    standing = own(request, uuid)
    if not standing.is_cut or not standing.is_live:
        response = render(request, "transcription/_body.html", {"standing": standing})
        response["HX-Retarget"], response["HX-Reswap"] = f"#t-{uuid}-body", "innerHTML"
        return response
    fresh = request.GET.get("done") != str(standing.done)
    return render(request, "transcription/_progress.html", {"standing": standing, "fresh": fresh})


@require_POST
def stop(request: HtmxHttpRequest, uuid: UUID) -> HttpResponse:
    starting.stop(own(request, uuid).transcription)
    return body(request, uuid)


@require_POST
def prepare(request: HtmxHttpRequest, uuid: UUID) -> HttpResponse:
    """Start again on a recording that could not be prepared, or whose process is gone."""
    starting.prepare_again(own(request, uuid).transcription)
    return body(request, uuid)


@require_POST
def resume(request: HtmxHttpRequest, uuid: UUID) -> HttpResponse:
    starting.resume(own(request, uuid).transcription)
    return body(request, uuid)


@require_POST
def again(request: HtmxHttpRequest, uuid: UUID, number: int) -> HttpResponse:
    starting.again(own(request, uuid).transcription, number - 1)
    return body(request, uuid)
