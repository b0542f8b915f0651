from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from playground.accounts.requests import HtmxHttpRequest

from . import events, inspector, timing
from .code import code_context
from .models import Run
from .so_far import with_what_is_known


@require_safe
def panel(request: HtmxHttpRequest, uuid: UUID) -> HttpResponse:
    """The inspector for this run, with the tab `open` showing."""
    run = run_of(request, uuid)
    tab = request.GET.get("open", "")
    context = tab_context(request, run, tab) if tab in inspector.TABS else {"run": run}
    return render(request, "runs/_inspector.html", context)


@require_safe
@vary_on_headers("HX-Request")
def tab(request: HtmxHttpRequest, uuid: UUID, tab: str) -> HttpResponse:
    """What one tab shows; without htmx the run's page with that tab open."""
    if tab not in inspector.TABS:
        raise Http404("no such tab")
    context = tab_context(request, run_of(request, uuid), tab)
    if not request.htmx:
        return render(request, "runs/inspector_page.html", context)
    more = tab == "events" and "after" in request.GET
    return render(request, "runs/_inspector_event_rows.html" if more else context["tab_template"], context)


def run_of(request: HtmxHttpRequest, uuid: UUID) -> Run:
    runs = Run.objects.for_user(request.user).select_related("connection")
    return with_what_is_known(get_object_or_404(runs, uuid=uuid))


def tab_context(request: HtmxHttpRequest, run: Run, tab: str) -> dict[str, Any]:
    context = {"run": run, "tab": tab, "tab_template": f"runs/_inspector_{tab}.html"}
    match tab:
        case "request":
            return context | inspector.request_context(run)
        case "response":
            return context | inspector.response_context(run)
        case "events":
            words, choices = request.GET.get("words", ""), events.choices(run)
            choice = next((index for index in choices if str(index) == request.GET.get("choice")), None)
            page = events.page(run, request.GET.get("after", ""), words, choice)
            return context | {"page": page, "words": words, "choices": choices, "choice": choice}
        case "headers":
            return context | inspector.headers_context(run)
        case "timing":
            return context | {"stretches": timing.stretches(run), "numbers": timing.numbers(run)}
        case _:
            return context | code_context(run)
