"""The desk over a mirror: search, facets, saved views, and an open completion as it is kept."""

import uuid as uuids
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import push_url

from playground.accounts.requests import HtmxHttpRequest
from playground.connections.models import Connection
from playground.connections.services import current_connection

from . import counts, filters, views
from .detail_views import metadata_form
from .filters import MirrorFilters
from .mirror import Place
from .models import Completion, SavedView, Source, Sync
from .reading import from_mirror
from .review_views import VERDICTS, known_keys, known_models
from .sync_views import PAGES, source_of

TABS: dict[str, str] = {Source.UPSTREAM: "synced", Source.HISTORY: "history"}


@require_safe
@vary_on_headers("HX-Request", "HX-Target")
def page(request: HtmxHttpRequest, source: str) -> HttpResponse:
    """The list over the mirror; an htmx request for `#more` gets the next rows only."""
    if (query := canonical(request.GET)) != request.GET.urlencode() and not request.htmx:
        return redirect(f"{request.path}?{query}" if query else request.path)
    connection = current_connection(request)
    # A pair that is typed in comes as its parts.
    context = list_context(request, connection, source, QueryDict(query))
    if request.htmx.target == "more":
        return render(request, "stored/_rows.html", context)
    response = render(request, "stored/page.html", context)
    if request.htmx.target == "results":
        push_url(response, f"?{context['query']}" if context["query"] else request.path)
    return response


def canonical(query: QueryDict) -> str:
    """The query without empty parts."""
    full = QueryDict(views.canonical(query), mutable=True)
    for name in [name for name in full if not full[name]]:
        del full[name]
    return full.urlencode()


def list_context(
    request: HtmxHttpRequest, connection: Connection | None, source: str, query: QueryDict
) -> dict[str, Any]:
    form = MirrorFilters(query)
    address = views.changed(query, before=None)
    context: dict[str, Any] = {
        "tab": TABS[source],
        "source": source,
        "list_url": reverse(PAGES[Source(source)]),
        "filters": form,
        "connection": connection,
        "query": address,
        "chips": views.chips(query),
        "counts_url": f"{reverse('stored:counts')}?{views.changed(query, before=None, source=source)}",
        "saved_views": SavedView.objects.for_user(request.user).filter(source=source),
    }
    if connection is None:
        return context
    place = Place.of(request.user, connection, source)
    chosen = filters.filtered(place.completions, form.set_values)
    found = filters.page(chosen, query.get("before", ""))
    if found.before:
        context["more"] = views.changed(query, before=found.before)
    sync = Sync.objects.for_user(request.user).filter(connection=connection, source=source).first()
    return {**context, "listing": found, "sync": sync}


@require_safe
@vary_on_headers("HX-Request", "HX-Target")
def detail(request: HtmxHttpRequest, completion_id: str, source: str) -> HttpResponse:
    """A kept completion; `list` is the query of the list beside it."""
    connection = current_connection(request)
    mine = Completion.objects.for_user(request.user).filter(connection=connection, source=source)
    kept = get_object_or_404(mine, completion_id=completion_id)
    opened = from_mirror(kept)
    query = request.GET.get("list", "")
    context = {
        "opened": opened,
        "source": source,
        "metadata_form": metadata_form(opened.labels),
        "known_keys": known_keys(Place.of(request.user, kept.connection, source)),
        "verdicts": VERDICTS,
        "run_uuid": uuids.uuid4(),
        "close_url": reverse(PAGES[Source(source)]) + (f"?{query}" if query else ""),
        "list_query": query,
    }
    if request.htmx.target == "beside":
        return render(request, "stored/_beside.html", context)
    return render(
        request,
        "stored/page.html",
        {**list_context(request, connection, source, QueryDict(query)), **context},
    )


@require_safe
def count(request: HtmxHttpRequest) -> HttpResponse:
    """Progress of the review and facets of what the filters leave, for the place above the list."""
    source, connection = source_of(request.GET.get("source", "")), current_connection(request)
    query = request.GET.copy()
    query.pop("source", None)
    form = MirrorFilters(query)
    if connection is None:
        return HttpResponse()
    place = Place.of(request.user, connection, source)
    chosen = filters.filtered(place.completions, form.set_values)
    context = {
        "progress": counts.progress(chosen),
        "facets": counts.facets(chosen, query),
        "address": reverse(PAGES[Source(source)]),
    }
    return render(request, "stored/_counts.html", context)


@require_safe
def keys(request: HtmxHttpRequest) -> HttpResponse:
    """The metadata keys of a mirror as options, to be suggested."""
    source, connection = source_of(request.GET.get("source", "")), current_connection(request)
    known = known_keys(Place.of(request.user, connection, source)) if connection else []
    return render(request, "stored/_keys.html", {"keys": known})


@require_safe
def models(request: HtmxHttpRequest) -> HttpResponse:
    """The models of a mirror as options, to be suggested."""
    source, connection = source_of(request.GET.get("source", "")), current_connection(request)
    known = known_models(Place.of(request.user, connection, source)) if connection else []
    return render(request, "stored/_models.html", {"models": known})


@require_POST
def save_view(request: HtmxHttpRequest) -> HttpResponse:
    """Keep the filters of `query` under `name`; the same name again replaces them."""
    source = source_of(request.POST.get("source", ""))
    name = " ".join(request.POST.get("name", "").split())[:60]
    query = canonical(QueryDict(request.POST.get("query", "")[:2000]))
    if name:
        SavedView.objects.update_or_create(
            owner=request.user, source=source, name=name, defaults={"query": query}
        )
    return redirect(reverse(PAGES[Source(source)]) + (f"?{query}" if query else ""))


@require_POST
def delete_view(request: HtmxHttpRequest, pk: int) -> HttpResponse:
    view = get_object_or_404(SavedView.objects.for_user(request.user), pk=pk)
    view.delete()
    return redirect(PAGES[Source(view.source)])
