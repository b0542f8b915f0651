"""A definition edited in a dialog over the page that uses it, and what is said about a schema while it is typed."""

import json
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from playground.accounts.requests import HtmxHttpRequest
from playground.params.json_text import JSONTextError, read_json

from . import shapes, strict
from .checks import findings
from .forms import DefinitionForm
from .models import Definition


@require_POST
def dialog(request: HtmxHttpRequest) -> HttpResponse:
    """The editor of the tool or response format in `source`; of a new one of this `kind` when it is none."""
    source = request.POST.get("source", "")
    definition = definition_in(source) or Definition(kind=kind_of(request.POST.get("kind", "")))
    definition.owner = request.user
    form = DefinitionForm(instance=definition)
    return render(request, "library/_dialog.html", {"form": form, "source": source})


@require_POST
def apply(request: HtmxHttpRequest) -> HttpResponse:
    """The edited tool or response format as JSON for the page; with `keep` the library has it from now on too."""
    kind = kind_of(request.POST.get("kind", ""))
    name = request.POST.get("name", "").strip()
    kept = Definition.objects.for_user(request.user).filter(kind=kind, name=name).first()
    definition = kept or Definition(owner=request.user, kind=kind)
    canned_result, automatic = definition.canned_result, definition.automatic
    form = DefinitionForm(request.POST, instance=definition)
    source = request.POST.get("source", "")
    if not form.is_valid():
        return render(request, "library/_dialog.html", {"form": form, "source": source}, status=422)
    definition = form.save(commit=False)
    definition.canned_result, definition.automatic = canned_result, automatic
    if "keep" in request.POST:
        definition.save()
    return render(request, "library/_made.html", {"made": definition.wire(body_of(source, kind))})


@require_safe
def choose(request: HtmxHttpRequest) -> HttpResponse:
    """The library's tools, or with `kind=json_schema` its schemas, each to be taken by a click."""
    kind = request.GET.get("kind", "")
    kinds = [Definition.Kind.SCHEMA] if kind == Definition.Kind.SCHEMA else ["function", "custom"]
    found = Definition.objects.for_user(request.user).filter(kind__in=kinds)
    return render(request, "library/_choose.html", {"definitions": found, "kind": kind_of(kind)})


@require_POST
def examine(request: HtmxHttpRequest) -> HttpResponse:
    """What there is to say about `schema` as it is typed."""
    found = findings(request.POST.get("schema", ""), is_strict="strict" in request.POST)
    return render(request, "library/_findings.html", {"findings": found})


@require_POST
def mend(request: HtmxHttpRequest) -> HttpResponse:
    """The field of `schema` again, within what strict takes."""
    kind = kind_of(request.POST.get("kind", ""))
    found = findings(request.POST.get("schema", ""), is_strict=True)
    text = request.POST.get("schema", "")
    if isinstance(found.schema, dict) and not found.problem:
        text = json.dumps(strict.mended(found.schema), ensure_ascii=False, indent=2)
    form = DefinitionForm(instance=Definition(kind=kind), initial={"schema": text})
    left = findings(text, is_strict=True)
    return render(request, "library/_schema.html", {"form": form, "findings": left})


def kind_of(text: str) -> str:
    return text if text in Definition.Kind.values else Definition.Kind.FUNCTION


def definition_in(text: str) -> Definition | None:
    try:
        value = read_json(text)
    except JSONTextError:
        return None
    return shapes.of_object(value) if isinstance(value, dict) else None


def body_of(text: str, kind: str) -> dict[str, Any]:
    try:
        value = read_json(text)
    except JSONTextError:
        return {}
    body = value.get(kind) if isinstance(value, dict) else None
    return body if isinstance(body, dict) else {}
