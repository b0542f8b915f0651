"""What pages ask of a run under way, and of files."""

import uuid as uuids
from tempfile import SpooledTemporaryFile
from urllib.parse import unquote

from django.conf import settings
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from playground.accounts.requests import HtmxHttpRequest
from playground.openai.operations import NEIGHBOURS, OPERATIONS

from . import drafts, files, services, serving
from .fragments import article
from .history_views import uuids_of
from .models import File, Run

CHUNK = 256 * 1024


@require_POST
def stop(request: HtmxHttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """Stop a run; with its `operation` also one whose form is still on its way here."""
    operation = request.POST.get("operation")
    if operation in {**OPERATIONS, **NEIGHBOURS}:
        services.stop_early(request.user, operation, uuid)
        return HttpResponse(status=204)
    run = get_object_or_404(Run.objects.for_user(request.user), uuid=uuid)
    services.stop(run)
    return HttpResponse(status=204) if request.htmx else redirect(run)


@require_safe
def fragment(request: HtmxHttpRequest, uuid: uuids.UUID) -> HttpResponse:
    run = get_object_or_404(Run.objects.for_user(request.user).select_related("connection"), uuid=uuid)
    return HttpResponse(article(run))


@require_POST
def upload(request: HtmxHttpRequest) -> HttpResponse:
    """Keep the raw body as a file; its name comes percent-encoded in X-File-Name. Answers with the file's chip."""
    with SpooledTemporaryFile(max_size=1024 * 1024) as content:
        while chunk := request.read(CHUNK):
            content.write(chunk)
        if content.tell() > settings.UPLOAD_MAX_SIZE:
            return refused("The file is larger than this playground takes.", 413)
        if content.tell() == 0:
            return refused("The file is empty.", 422)
        name = unquote(request.headers.get("X-File-Name", ""), errors="replace")
        kept = files.keep(request.user, content, name)
    drafts.sweep()
    return render(request, "runs/_upload.html", {"file": kept})


def refused(words: str, status: int) -> HttpResponse:
    """Why a file is not kept, for the script that sent it."""
    return HttpResponse(words, content_type="text/plain; charset=utf-8", status=status)


@require_safe
def attached(request: HtmxHttpRequest) -> HttpResponse:
    """The chip of each `file` that is still here, in their order, for a page that was loaded again."""
    uuids = uuids_of(request.GET.getlist("file"))
    found = sorted(
        File.objects.for_user(request.user).filter(uuid__in=uuids), key=lambda file: uuids.index(file.uuid)
    )
    return render(request, "runs/_uploads.html", {"files": found})


@require_safe
def file(request: HtmxHttpRequest, uuid: uuids.UUID) -> HttpResponseBase:
    return serving.respond(request, get_object_or_404(File.objects.for_user(request.user), uuid=uuid))
