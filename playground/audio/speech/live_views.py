"""Sound while it arrives: one answer that lasts as long as the run does."""

import asyncio
from collections.abc import AsyncIterator
from typing import cast
from uuid import UUID

from asgiref.sync import sync_to_async
from django.http import Http404, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import aget_object_or_404
from django.views.decorators.http import require_safe

from playground.accounts.models import User
from playground.accounts.requests import HtmxHttpRequest
from playground.runs import serving, wav
from playground.runs.engine import engine
from playground.runs.live import Live
from playground.runs.models import Run

from .takes import playable
from .transcript import NAME, SpeechTranscript, ending

PIECE = 64 * 1024
TYPES = {"mp3": "audio/mpeg", "opus": "audio/ogg", "aac": "audio/aac", "flac": "audio/flac"}


@require_safe
async def live(request: HtmxHttpRequest, uuid: UUID) -> HttpResponseBase:
    """What has come, then what comes; after the run's end its file, with ranges. Bare samples have a WAV head."""
    owner = cast(User, await request.auser())
    run = await aget_object_or_404(Run.objects.for_user(owner), uuid=uuid, operation="create_speech")
    known = engine.live.get(run.pk)
    if known is None or known.finished:
        kept = await run.files.select_related("owner", "run").filter(name__startswith=f"{NAME}.").afirst()
        if kept is None or (known is None and run.is_live):
            raise Http404("its sound arrives in another process, or never came")
        return serving.respond(request, await sync_to_async(playable, thread_sensitive=False)(kept))
    kind = ending(run.params)
    response = StreamingHttpResponse(pieces(known, wav.head() if kind == "pcm" else b""))
    response["Content-Type"] = TYPES.get(kind, "audio/wav")
    response["Cache-Control"] = "no-store"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


async def pieces(known: Live, first: bytes) -> AsyncIterator[bytes]:
    sound, sent = cast(SpeechTranscript, known.transcript).sound, 0
    if first:
        yield first
    while True:
        version = known.version
        while sent < sound.size:
            piece = await asyncio.to_thread(read, sound.path, sent, min(PIECE, sound.size - sent))
            if not piece:
                return
            sent += len(piece)
            yield piece
        if known.finished:
            return
        await known.wait_beyond(version)


def read(path: str, at: int, size: int) -> bytes:
    try:
        with open(path, "rb") as content:
            content.seek(at)
            return content.read(size)
    except FileNotFoundError:
        return b""
