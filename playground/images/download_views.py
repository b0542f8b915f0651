"""All pictures of a run as one file, streamed."""

import asyncio
import uuid as uuids
import zipfile
from collections.abc import AsyncIterator, Iterator
from io import RawIOBase
from typing import Any

from django.http import Http404, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from playground.accounts.requests import HtmxHttpRequest
from playground.runs.models import File, Run

from .lineage import tiles_of

CHUNK = 256 * 1024


class Outlet(RawIOBase):
    """Where the archive is written to: what has come is taken away at once."""

    def __init__(self) -> None:
        self.waiting = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.waiting += data
        return len(data)

    def take(self) -> bytes:
        taken = bytes(self.waiting)
        self.waiting.clear()
        return taken


@require_safe
def as_zip(request: HtmxHttpRequest, uuid: uuids.UUID) -> StreamingHttpResponse:
    run = get_object_or_404(Run.objects.for_user(request.user), uuid=uuid)
    wanted = [tile.file for tile in tiles_of(run) if tile.is_final]
    found = list(File.objects.for_user(request.user).filter(uuid__in=wanted).order_by("id"))
    if not found:
        raise Http404("this run has no pictures")
    name = f"images-{str(run.uuid)[:8]}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(streamed(found), content_type="application/zip", headers=headers)


async def streamed(found: list[File]) -> AsyncIterator[bytes]:
    pieces = archived(found)
    while piece := await asyncio.to_thread(next, pieces, b""):
        yield piece


def archived(found: list[File]) -> Iterator[bytes]:
    """The archive in pieces, none of them empty. Pictures are compressed already."""
    outlet = Outlet()
    with zipfile.ZipFile(outlet, "w", zipfile.ZIP_STORED) as archive:
        for file in found:
            with file.file.open("rb") as content, archive.open(file.name, "w") as entry:
                while piece := content.read(CHUNK):
                    entry.write(piece)
                    yield outlet.take()
    yield outlet.take()
