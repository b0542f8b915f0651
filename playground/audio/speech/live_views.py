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
from playground.runs.models import LIVE_STATUSES, File, Run

from .takes import playable
from .transcript import NAME, SpeechTranscript, ending

PIECE = 64 * 1024
# Seconds between looks at a file that another process writes.
PAUSE = 0.3
TYPES = {"mp3": "audio/mpeg", "opus": "audio/ogg", "aac": "audio/aac", "flac": "audio/flac"}


@require_safe
async def live(request: HtmxHttpRequest, uuid: UUID) -> HttpResponseBase:
    """What has come, then what comes; after the run's end its file, with ranges. Bare samples have a WAV head.

    Sound that arrives in another process is read from its file; 404 where storage has none before its end.
    """
    owner = cast(User, await request.auser())
    run = await aget_object_or_404(Run.objects.for_user(owner), uuid=uuid, operation="create_speech")
    known = engine.live.get(run.pk)
    kind = ending(run.params)
    first = wav.head() if kind == "pcm" else b""
    if known is None or known.finished:
        kept = await run.files.select_related("owner", "run").filter(name__startswith=f"{NAME}.").afirst()
        if kept is None:
            raise Http404("it never came, or is stored at its end only")
        if known or not run.is_live:
            return serving.respond(request, await sync_to_async(playable, thread_sensitive=False)(kept))
        response = StreamingHttpResponse(elsewhere(kept, first))
    else:
        response = StreamingHttpResponse(pieces(known, first))
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


async def elsewhere(file: File, first: bytes) -> AsyncIterator[bytes]:
    """The file of a run of another process, which appends to it until the run has ended."""
    if first:
        yield first
    live = True
    with await asyncio.to_thread(file.file.open, "rb") as content:
        while live:
            # Asked first: what was written before the end is then read below.
            live = await Run.objects.filter(files=file, status__in=LIVE_STATUSES).aexists()
            while piece := await asyncio.to_thread(content.read, PIECE):
                yield piece
            if live:
                await asyncio.sleep(PAUSE)


def read(path: str, at: int, size: int) -> bytes:
    try:
        with open(path, "rb") as content:
            content.seek(at)
            return content.read(size)
    except FileNotFoundError:
        return b""
