"""The box in which a tool call's result is typed, and the result that is remembered for the next time."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from playground.accounts.requests import HtmxHttpRequest

from .editing_views import definition_in, kind_of
from .models import Definition


@require_safe
def box(request: HtmxHttpRequest) -> HttpResponse:
    """The box for a call of `name`, filled in with its canned result."""
    kind, name = kind_of(request.GET.get("kind", "")), request.GET.get("name", "")
    kept = Definition.objects.for_user(request.user).filter(kind=kind, name=name).first()
    return render(request, "library/_result.html", {"definition": kept, "kind": kind, "name": name})


@require_POST
def remember(request: HtmxHttpRequest) -> HttpResponse:
    """Answer calls of `name` with `result` from now on; an empty one forgets it.

    What the library does not have yet comes in as `source` declares it.
    """
    kind, name = kind_of(request.POST.get("kind", "")), request.POST.get("name", "")[:64]
    result = request.POST.get("result", "")
    kept = Definition.objects.for_user(request.user).filter(kind=kind, name=name).first()
    if kept is None and result:
        kept = definition_in(request.POST.get("source", "")) or Definition()
        kept.owner, kept.kind, kept.name = request.user, kind, name
    if kept:
        kept.canned_result = result
        kept.save()
    return HttpResponse(status=204)
