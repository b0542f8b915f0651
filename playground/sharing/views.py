"""Sharing a run, one's shares, and the page that others see."""

from typing import Any, TypeVar
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from playground.accounts.login import to_login
from playground.accounts.requests import HtmxHttpRequest
from playground.connections.countdown import Countdown, countdown
from playground.connections.models import Connection
from playground.connections.seen import shutdowns
from playground.runs import serving
from playground.runs.models import Run
from playground.runs.readable import Message

from . import services
from .forms import ShareForm
from .models import Share

Response = TypeVar("Response", bound=HttpResponseBase)
ENDED = "sharing/ended.html"


@require_http_methods(["GET", "HEAD", "POST"])
def share(request: HtmxHttpRequest, uuid: UUID) -> HttpResponse:
    """GET asks for how long and for whom; POST shares, and answers with the link."""
    runs = Run.objects.for_user(request.user).kept().select_related("connection")
    run = get_object_or_404(runs, uuid=uuid)
    if run.is_live:
        raise Http404("a run is shared once it has ended")
    form = ShareForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"run": run, "form": form}
    if form.is_bound and form.is_valid():
        made = services.share(run, request, is_public=form.is_public, days=form.days_after)
        context |= {"share": made, "link": request.build_absolute_uri(made.get_absolute_url())}
    context["has_login"] = settings.LOGIN_REQUIRED
    template = "sharing/_share.html" if request.htmx else "sharing/share.html"
    return render(request, template, context, status=422 if form.errors else 200)


@require_safe
def shares(request: HtmxHttpRequest) -> HttpResponse:
    found = Share.objects.for_user(request.user).filter(revoked_at=None).select_related("run")
    listed = found.defer("snapshot", "run__response", "run__params", "run__request", "run__text")
    links = [(each, request.build_absolute_uri(each.get_absolute_url())) for each in listed[:500]]
    return render(request, "sharing/list.html", {"links": links, "has_login": settings.LOGIN_REQUIRED})


@require_POST
def revoke(request: HtmxHttpRequest, id: int) -> HttpResponse:
    services.revoke(get_object_or_404(Share.objects.for_user(request.user), pk=id))
    return redirect("sharing:list")


@require_safe
def shared(request: HtmxHttpRequest, token: str) -> HttpResponse:
    """The snapshot; 410 once the link has ended, the login for whom may not know more."""
    found = Share.objects.filter(token=token).select_related("owner").first()
    if refused := refusal(request, found):
        return unlisted(refused)
    if found is None:
        return unlisted(render(request, ENDED, status=404))
    if found.has_ended:
        return unlisted(render(request, ENDED, {"share": found}, status=410))
    return unlisted(render(request, "sharing/shared.html", context(found)))


@require_safe
def shared_file(request: HtmxHttpRequest, token: str, uuid: UUID) -> HttpResponseBase:
    found = Share.objects.filter(token=token).defer("snapshot").first()
    if refused := refusal(request, found):
        return refused
    if found is None or found.has_ended:
        raise Http404("the link has ended")
    response = serving.respond(request, get_object_or_404(found.files, original=uuid))
    # A revoked link is not to live on in a cache.
    response["Cache-Control"] = "private, no-cache"
    return unlisted(response)


def refusal(request: HtmxHttpRequest, found: Share | None) -> HttpResponse | None:
    """The login, for somebody who is not logged in and has no link for everybody."""
    is_open = not settings.LOGIN_REQUIRED or (
        found is not None and found.is_public and settings.SHARE_PUBLICLY
    )
    return None if is_open or request.user.is_authenticated else to_login(request)


def unlisted(response: Response) -> Response:
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response


def context(found: Share) -> dict[str, Any]:
    snapshot = found.snapshot
    files = {str(file.original): file for file in found.files.all()}
    answer = str(snapshot["answer"])
    for uuid, file in files.items():
        file.share = found
        answer = answer.replace(f'"/files/{uuid}/"', f'"{file.get_absolute_url()}"')
    return {
        "share": found,
        "snapshot": snapshot,
        "made_at": parse_datetime(snapshot["created_at"]),
        "messages": [Message(**message) for message in snapshot["messages"]],
        "files_by_uuid": files,
        "answer": answer,
        "countdown": left(found),
    }


def left(found: Share) -> Countdown | None:
    """How long the model has left, as the run's connection says today to who shared it; None once either is gone."""
    at = Run.objects.filter(shares=found).values_list("connection_id", flat=True).first()
    dates = shutdowns(Connection.objects.for_user(found.owner)) if at else {}
    day = dates.get((at, found.snapshot["model"]))
    return countdown(day) if day else None
