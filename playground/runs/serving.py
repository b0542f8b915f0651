"""Our files over HTTP: with ranges, so that sound can be sought in; never as a page of this site."""

import re
from collections.abc import AsyncIterator
from typing import IO

from asgiref.sync import sync_to_async
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from .content_types import SHOWN_IN_PLACE
from .models import File

CHUNK = 256 * 1024
RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})\Z")


def respond(request: HttpRequest, file: File) -> HttpResponseBase:
    """The whole file, or the range that was asked for (RFC 9110, one range). Its bytes are streamed from storage."""
    asked = RANGE.match(request.headers.get("Range", ""))
    span = (0, file.size - 1)
    if asked and (asked[1] or asked[2]):
        span = bounds(asked[1], asked[2], file.size)
        if span[0] > span[1]:
            return headed(HttpResponse(status=416, headers={"Content-Range": f"bytes */{file.size}"}), file)
    try:
        content = file.file.open("rb")
    except FileNotFoundError:
        raise Http404("its bytes are gone") from None
    response = StreamingHttpResponse(pieces(content, *span), status=206 if asked else 200)
    if asked:
        response["Content-Range"] = f"bytes {span[0]}-{span[1]}/{file.size}"
    response["Content-Length"] = str(span[1] - span[0] + 1)
    return headed(response, file)


def bounds(first: str, last: str, size: int) -> tuple[int, int]:
    if not first:
        return max(size - int(last), 0), size - 1
    return int(first), min(int(last), size - 1) if last else size - 1


def headed(response: HttpResponseBase, file: File) -> HttpResponseBase:
    in_place = file.content_type in SHOWN_IN_PLACE
    response["Content-Type"] = file.content_type
    response["Content-Disposition"] = content_disposition_header(not in_place, file.name) or "attachment"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, max-age=31536000, immutable"
    response["Accept-Ranges"] = "bytes"
    return response


async def pieces(content: IO[bytes], first: int, last: int) -> AsyncIterator[bytes]:
    left = last - first + 1
    with content:
        content.seek(first)
        while left > 0 and (piece := await sync_to_async(content.read)(min(CHUNK, left))):
            left -= len(piece)
            yield piece
