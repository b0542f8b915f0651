"""A set as a file: JSON as the API would answer with floats, CSV for tables, NPY for numpy."""

import csv
import json
from collections.abc import AsyncIterator, Iterator
from io import StringIO
from itertools import islice
from uuid import UUID

from asgiref.sync import sync_to_async
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from playground.accounts.requests import HtmxHttpRequest
from playground.spreadsheets import harmless

from . import sets
from .set_views import own_run
from .sets import EmbeddingSet
from .vectors import packed

AT_ONCE = 64


@require_safe
def as_json(request: HtmxHttpRequest, uuid: UUID) -> HttpResponseBase:
    run = own_run(request, uuid)
    found = sets.opened(run)
    rest = {name: value for name, value in (run.response or {}).items() if name not in ("object", "data")}
    end = f"]{''.join(f', {json.dumps(name)}: {json.dumps(value)}' for name, value in rest.items())}}}\n"
    return streamed(json_rows(found), '{"object": "list", "data": [', end, "application/json", f"{uuid}.json")


def json_rows(found: EmbeddingSet) -> Iterator[str]:
    for number, row in enumerate(found.vectors):
        # The shortest digits that are the same float32 again.
        numbers = ", ".join(str(value) for value in row)
        comma = ",\n" if number else ""
        yield f'{comma}{{"object": "embedding", "index": {number}, "embedding": [{numbers}]}}'


@require_safe
def as_csv(request: HtmxHttpRequest, uuid: UUID) -> HttpResponseBase:
    """`index`, `input`, `label` where there are some, then `d0`, `d1` and so on."""
    found = sets.opened(own_run(request, uuid))
    label = ["label"] if found.labels else []
    head = line(["index", "input", *label, *(f"d{place}" for place in range(found.dimensions))])
    return streamed(csv_rows(found), head, "", "text/csv; charset=utf-8", f"{uuid}.csv")


def csv_rows(found: EmbeddingSet) -> Iterator[str]:
    for number, row in enumerate(found.vectors):
        label = [harmless(found.labels[number])] if found.labels else []
        yield line([str(number), harmless(found.texts[number]), *label, *(str(value) for value in row)])


def line(cells: list[str]) -> str:
    text = StringIO()
    csv.writer(text).writerow(cells)
    return text.getvalue()


@require_safe
def as_npy(request: HtmxHttpRequest, uuid: UUID) -> HttpResponseBase:
    content = packed(sets.opened(own_run(request, uuid)).vectors)
    return attached(HttpResponse(content, content_type="application/octet-stream"), f"{uuid}.npy")


def streamed(rows: Iterator[str], head: str, end: str, content_type: str, name: str) -> HttpResponseBase:
    return attached(StreamingHttpResponse(pieces(rows, head, end), content_type=content_type), name)


def attached(response: HttpResponseBase, name: str) -> HttpResponseBase:
    response["Content-Disposition"] = f'attachment; filename="embeddings-{name}"'
    return response


async def pieces(rows: Iterator[str], head: str, end: str) -> AsyncIterator[str]:
    yield head
    while piece := await sync_to_async(some)(rows):
        yield piece
    yield end


def some(rows: Iterator[str]) -> str:
    return "".join(islice(rows, AT_ONCE))
