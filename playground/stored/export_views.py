"""The chosen completions as a file, which leaves while it is read from the database."""

from collections.abc import AsyncIterator, Iterator

from asgiref.sync import sync_to_async
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from . import export, filters
from .filters import MirrorFilters
from .mirror import Place
from .models import Completion, Source
from .sync_views import PAGES


def exported(
    request: HttpRequest, place: Place, ids: list[str] | None, query: str, format_: str
) -> HttpResponseBase:
    """The file of those with these ids, or where there are none of what the filters of `query` leave.

    Those whose messages are not synced are no lines of JSONL: the page says how many they are and asks, once `others`
    is posted the rest is exported.
    """
    chosen = chosen_of(place, ids, query)
    count = chosen.count()
    unread = 0 if format_ == "csv" else chosen.filter(has_messages=False).count()
    if not count or (unread and (unread == count or "others" not in request.POST)):
        return asked(request, place, format_, {"ids": ids, "query": query, "count": count, "unread": unread})
    batches = export.newest_first(chosen) if ids is None else export.named(place, ids)
    pieces = export.as_csv(batches, chosen) if format_ == "csv" else export.jsonl(batches, format_)
    _, ending, content_type = export.FORMATS[format_]
    response = StreamingHttpResponse(streamed(pieces), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="completions-{format_}.{ending}"'
    return response


def chosen_of(place: Place, ids: list[str] | None, query: str) -> QuerySet[Completion]:
    if ids is None:
        return filters.filtered(place.completions, MirrorFilters(QueryDict(query)).set_values)
    return place.completions.filter(completion_id__in=ids)


async def streamed(pieces: Iterator[str]) -> AsyncIterator[str]:
    """The pieces, each made off the event loop."""
    while (piece := await sync_to_async(following)(pieces)) is not None:
        yield piece


def following(pieces: Iterator[str]) -> str | None:
    return next(pieces, None)


def asked(request: HttpRequest, place: Place, format_: str, context: dict[str, object]) -> HttpResponseBase:
    """Why there is no file yet, or only of some."""
    page = reverse(PAGES[Source(place.source)])
    query = context.get("query")
    facts = {
        "action": format_,
        "label": export.FORMATS[format_][0],
        "source": place.source,
        "list_url": f"{page}?{query}" if query else page,
        **context,
    }
    return render(request, "stored/export_ask.html", facts, status=422)
