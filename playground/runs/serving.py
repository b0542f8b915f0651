"""Our files over HTTP: with ranges, so that sound can be sought in; never as a page of this site."""

import re
from collections.abc import AsyncIterator
from io import BytesIO
from typing import IO, Any, Protocol, cast

from asgiref.sync import sync_to_async
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from .content_types import SHOWN_IN_PLACE

CHUNK = 256 * 1024
RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})\Z")


class Servable(Protocol):
    """A stored file: its bytes in `file`, the name that people know it by, its type and size."""

    file: Any
    name: Any
    content_type: Any
    size: Any


def respond(request: HttpRequest, file: Servable) -> HttpResponseBase:
    """The whole file, or the range that was asked for (RFC 9110, one range). Its bytes are streamed from storage."""
    if not file.file.storage.exists(str(file.file.name)):
        raise Http404("its bytes are gone")
    asked = RANGE.match(request.headers.get("Range", ""))
    is_range = bool(asked and (asked[1] or asked[2]))
    first, last = bounds(asked[1], asked[2], file.size) if asked and is_range else (0, file.size - 1)
    if is_range and first > last:
        return headed(HttpResponse(status=416, headers={"Content-Range": f"bytes */{file.size}"}), file)
    response = StreamingHttpResponse(pieces(file, first, last), status=206 if is_range else 200)
    if is_range:
        response["Content-Range"] = f"bytes {first}-{last}/{file.size}"
    response["Content-Length"] = str(last - first + 1)
    return headed(response, file)


def bounds(first: str, last: str, size: int) -> tuple[int, int]:
    if not first:
        return max(size - int(last), 0), size - 1
    return int(first), min(int(last), size - 1) if last else size - 1


def headed(response: HttpResponseBase, file: Servable) -> HttpResponseBase:
    in_place = file.content_type in SHOWN_IN_PLACE
    response["Content-Type"] = file.content_type
    response["Content-Disposition"] = content_disposition_header(not in_place, file.name) or "attachment"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, max-age=31536000, immutable"
    response["Accept-Ranges"] = "bytes"
    return response


def opened(file: Servable, first: int, last: int) -> IO[bytes]:
    """The file from `first` on; storage that is elsewhere is asked for this range alone."""
    name, storage = str(file.file.name), file.file.storage
    if hasattr(storage, "open_range"):
        return cast(IO[bytes], storage.open_range(name, first, last) if first <= last else BytesIO())
    content = cast(IO[bytes], storage.open(name, "rb"))
    content.seek(first)
    return content


async def pieces(file: Servable, first: int, last: int) -> AsyncIterator[bytes]:
    # Opened only when somebody reads: an answer to HEAD, or one that nobody takes, leaves nothing open.
    left = last - first + 1
    with await sync_to_async(opened)(file, first, last) as content:
        while left > 0 and (piece := await sync_to_async(content.read)(min(CHUNK, left))):
            left -= len(piece)
            yield piece
