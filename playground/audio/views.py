"""What every page with sound asks for."""

from typing import cast
from uuid import UUID

from asgiref.sync import sync_to_async
from django.http import HttpResponse
from django.shortcuts import aget_object_or_404, render
from django.views.decorators.http import require_safe

from playground.accounts.models import User
from playground.accounts.requests import HtmxHttpRequest
from playground.runs.models import File

from .sounds import with_peaks
from .waveform import HEIGHT, WIDTH, bars


@require_safe
async def waveform(request: HtmxHttpRequest, uuid: UUID) -> HttpResponse:
    """The file's waveform, as SVG in HTML. The first time it waits until the file was decoded."""
    owner = cast(User, await request.auser())
    file = await aget_object_or_404(File.objects.for_user(owner), uuid=uuid)
    sound = await sync_to_async(with_peaks)(file)
    context = {"sound": sound, "bars": bars(bytes(sound.peaks or b"")), "width": WIDTH, "height": HEIGHT}
    response = await sync_to_async(render)(request, "audio/_waveform.html", context)
    if sound.peaks:
        response["Cache-Control"] = "private, max-age=86400"
    return response
