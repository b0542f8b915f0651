"""The library's own pages."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from playground.accounts.requests import HtmxHttpRequest
from playground.params.json_text import JSONTextError

from . import shapes
from .forms import DefinitionForm
from .models import Definition
from .naming import free_name

NOTICE = "library_notice"


@require_safe
def list_definitions(request: HtmxHttpRequest) -> HttpResponse:
    found = list(Definition.objects.for_user(request.user))
    context = {
        "tools": [definition for definition in found if definition.is_tool],
        "schemas": [definition for definition in found if not definition.is_tool],
        "notice": request.session.pop(NOTICE, ""),
    }
    return render(request, "library/page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HtmxHttpRequest) -> HttpResponse:
    """A new definition of the `kind` in the query string: function unless it says otherwise."""
    kind = request.GET.get("kind", "")
    kind = kind if kind in Definition.Kind.values else Definition.Kind.FUNCTION
    return answer(request, Definition(owner=request.user, kind=kind))


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HtmxHttpRequest, id: int) -> HttpResponse:
    return answer(request, get_object_or_404(Definition.objects.for_user(request.user), pk=id))


def answer(request: HtmxHttpRequest, definition: Definition) -> HttpResponse:
    """The form, with status 422 when what was sent cannot be kept; the list once it is kept."""
    form = DefinitionForm(request.POST or None, instance=definition)
    if form.is_valid():
        form.save()
        return back(request, f"{definition.name} is kept.")
    template = "library/_form.html" if request.htmx else "library/edit.html"
    return render(request, template, {"form": form}, status=422 if form.is_bound else 200)


@require_POST
def duplicate(request: HtmxHttpRequest, id: int) -> HttpResponse:
    definition = get_object_or_404(Definition.objects.for_user(request.user), pk=id)
    definition.name = free_name(request.user, definition.kind, f"{definition.name[:59]}_copy")
    definition.pk = None
    definition._state.adding = True
    definition.save()
    return redirect(definition)


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HtmxHttpRequest, id: int) -> HttpResponse:
    """GET asks, POST deletes."""
    definition = get_object_or_404(Definition.objects.for_user(request.user), pk=id)
    if request.method == "POST":
        definition.delete()
        return back(request, f"{definition.name} is deleted.")
    template = "library/_confirm.html" if request.htmx else "library/confirm.html"
    return render(request, template, {"definition": definition})


@require_http_methods(["GET", "HEAD", "POST"])
def paste(request: HtmxHttpRequest) -> HttpResponse:
    """Take in what was pasted: all definitions that can be found in `text`."""
    text = request.POST.get("text", "")
    if request.method != "POST":
        return render(request, "library/paste.html", {})
    try:
        found = list(shapes.definitions(shapes.read_pasted(text)))
        problem = "" if found else "No function, custom tool or schema was found in it"
    except JSONTextError as error:
        found, problem = [], f"This is not JSON. {error}"
    if problem:
        return render(request, "library/paste.html", {"text": text, "problem": problem}, status=422)
    for definition in found:
        definition.owner = request.user
        definition.name = free_name(request.user, definition.kind, definition.name)
        definition.save()
    return back(request, f"Added {', '.join(definition.name for definition in found)}.")


@require_safe
def export(request: HtmxHttpRequest) -> JsonResponse:
    """All of the library in the shape of a request; pasting it gives the same library."""
    found = list(Definition.objects.for_user(request.user))
    wires = [
        (definition, {**definition.wire(), "canned_result": definition.canned_result})
        if definition.canned_result
        else (definition, definition.wire())
        for definition in found
    ]
    body = {
        "tools": [wire for definition, wire in wires if definition.is_tool],
        "response_formats": [wire for definition, wire in wires if not definition.is_tool],
    }
    response = JsonResponse(body, json_dumps_params={"indent": 2, "ensure_ascii": False})
    response["Content-Disposition"] = 'attachment; filename="library.json"'
    return response


def back(request: HtmxHttpRequest, notice: str) -> HttpResponse:
    """To the list, where the notice is shown once."""
    request.session[NOTICE] = notice
    return HttpResponseClientRedirect("/library/") if request.htmx else redirect("library:list")
