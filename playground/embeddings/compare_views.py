"""A set beside another one of the same inputs, from another model or with other dimensions."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from playground.accounts.requests import HtmxHttpRequest
from playground.runs.operations import uuid_of

from . import sets
from .comparing import compared
from .set_views import own_run


@require_safe
def compare(request: HtmxHttpRequest, uuid: UUID) -> HttpResponse:
    """`with` is the run of the other set; empty takes the comparison away."""
    run = own_run(request, uuid)
    if not (asked := request.GET.get("with")):
        return HttpResponse("")
    other = own_run(request, uuid_of(asked))
    one, two = sets.opened(run), sets.opened(other)
    if run.params.get("input") != other.params.get("input") or one.count < 2:
        raise Http404("these sets have different inputs")
    return render(request, "embeddings/_compared.html", {"sets": (run, other), "result": compared(one, two)})
