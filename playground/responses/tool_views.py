"""The dialog in which a built-in tool gets its options."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from playground.accounts.requests import HtmxHttpRequest
from playground.params.json_text import JSONTextError, read_json

from .tool_forms import ALIASES, TOOL_FORMS, ToolForm


@require_POST
def dialog(request: HtmxHttpRequest) -> HttpResponse:
    """The options of the tool in `source`; those of a new one of this `kind` when it is none."""
    kind, source = request.POST.get("kind", ""), tool_in(request.POST.get("source", ""))
    form_class = form_of(kind)
    form = form_class.of(source) if source else form_class()
    return render(request, "responses/_tool_dialog.html", {"form": form, "kind": kind})


@require_POST
def apply(request: HtmxHttpRequest) -> HttpResponse:
    """The tool as JSON for the page, or its options with what is to be mended."""
    kind = request.POST.get("kind", "")
    form = form_of(kind)(request.POST)
    if not form.is_valid():
        return render(request, "responses/_tool_dialog.html", {"form": form, "kind": kind}, status=422)
    return render(request, "library/_made.html", {"made": {**form.tool(), "type": kind}})


def form_of(kind: str) -> type[ToolForm]:
    if form := TOOL_FORMS.get(ALIASES.get(kind, kind)):
        return form
    raise Http404("no tool of that kind")


def tool_in(text: str) -> dict[str, Any] | None:
    try:
        value = read_json(text)
    except JSONTextError:
        return None
    return value if isinstance(value, dict) else None
