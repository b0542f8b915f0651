"""Search in a set: the query is embedded by a run of its own, like the set was, and ranks the set."""

import uuid as uuids
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from playground.accounts.requests import HtmxHttpRequest
from playground.runs import operations, services
from playground.runs.models import Status

from . import sets
from .neighbours import of_query
from .set_views import own_run


@require_POST
def search(request: HtmxHttpRequest, uuid: UUID) -> HttpResponse:
    """Start a run for the words of `query`, with all else as the set was made; 422 where that cannot be."""
    run = own_run(request, uuid)
    words = request.POST.get("query", "").strip()
    if not words or run.connection is None:
        problem = "The connection of this set was deleted" if words else "Write what to look for"
        return render(request, "embeddings/_search.html", {"run": run, "problem": problem}, status=422)
    params = {**run.params, "input": words}
    asked = operations.uuid_of(request.POST.get("query_run", ""))
    query = services.start(request.user, run.connection, run.operation, params, uuid=asked)
    return render(
        request, "embeddings/_search.html", {"run": run, "query": query, "query_run": uuids.uuid4()}
    )


@require_safe
def found(request: HtmxHttpRequest, uuid: UUID, query: UUID) -> HttpResponse:
    """The set ranked by the query, the query's error, or a fragment that asks again in a moment."""
    run, asked = own_run(request, uuid), own_run(request, query)
    context = {"run": run, "query": asked, "query_run": uuids.uuid4()}
    if asked.status == Status.COMPLETED:
        known, vector = sets.opened(run), sets.opened(asked).vectors[0]
        if len(vector) == known.dimensions:
            context["ranked"] = of_query(known, vector, known.dimensions)
        else:
            context["problem"] = (
                f"The server answered {len(vector):,} numbers this time, not {known.dimensions:,}"
            )
    return render(request, "embeddings/_search.html", context)
