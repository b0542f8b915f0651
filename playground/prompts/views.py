"""The list of prompts and the page of one."""

import uuid as uuids
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from playground.accounts.requests import HtmxHttpRequest
from playground.runs import readable

from . import differences, listing, services, variables
from .forms import NameForm
from .models import Batch, Prompt, Version

NOTICE = "prompts_notice"


def own_prompt(request: HtmxHttpRequest, uuid: uuids.UUID) -> Prompt:
    """This user's prompt with its newest version; 404 when there is none."""
    prompts = Prompt.objects.for_user(request.user).select_related("latest", "owner")
    return get_object_or_404(prompts, uuid=uuid, latest__isnull=False)


def own_version(request: HtmxHttpRequest, prompt: Prompt, number: str) -> Version:
    """The version of this number, the newest for no number; 404 when there is none."""
    versions = Version.objects.select_related("prompt__owner").filter(prompt=prompt)
    if number:
        readable_number = number.isascii() and number.isdigit() and len(number) < 9
        return get_object_or_404(versions, number=int(number) if readable_number else 0)
    return get_object_or_404(versions, pk=prompt.latest_id or 0)


@require_safe
@vary_on_headers("HX-Request", "HX-Target")
def list_prompts(request: HtmxHttpRequest) -> HttpResponse:
    """The prompts; an htmx request for `#more` gets the next rows only."""
    query = request.GET.get("q", "").replace("\0", "").strip()
    page = listing.page(Prompt.objects.for_user(request.user), query, request.GET.get("before", ""))
    context = {"page": page, "query": query}
    if request.htmx.target == "more":
        return render(request, "prompts/_rows.html", context)
    context["notice"] = request.session.pop(NOTICE, "")
    return render(request, "prompts/list.html", context)


@require_safe
@vary_on_headers("HX-Request", "HX-Target")
def detail(request: HtmxHttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """A version of a prompt (`?version=n`), its other versions, and what differs from another (`?against=n`)."""
    prompt = own_prompt(request, uuid)
    context = {"prompt": prompt, **versions_context(request, prompt)}
    if request.htmx.target == "more":
        return render(request, "prompts/_versions.html", context)
    version = own_version(request, prompt, request.GET.get("version", ""))
    context |= shown(version) | {"notice": request.session.pop(NOTICE, "")}
    if against := request.GET.get("against", ""):
        other = own_version(request, prompt, against)
        context |= {
            "other": other,
            "lines": differences.messages(other, version),
            "changes": differences.parameters(other, version),
        }
    return render(request, "prompts/detail.html", context)


def versions_context(request: HtmxHttpRequest, prompt: Prompt) -> dict[str, Any]:
    versions, more = listing.versions(prompt, request.GET.get("before", ""))
    return {"versions": versions, "more": more}


def shown(version: Version) -> dict[str, Any]:
    params = version.params
    return {
        "version": version,
        "messages": readable.messages(params),
        "parameters": [
            (name, differences.written(params, name)[:2000]) for name in params if name != "messages"
        ],
        "variables": variables.inputs(params, version.values, {}),
    }


@require_POST
def rename(request: HtmxHttpRequest, uuid: uuids.UUID) -> HttpResponse:
    prompt = own_prompt(request, uuid)
    form = NameForm(request.POST)
    if not form.is_valid():
        return back(request, prompt, f"Nothing was renamed. {form.errors['name'][0]}.")
    prompt.name = form.cleaned_data["name"]
    prompt.save(update_fields=["name"])
    return back(request, prompt, "Renamed.")


@require_POST
def duplicate(request: HtmxHttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """A prompt of its own with the newest version's content."""
    prompt = own_prompt(request, uuid)
    version = services.duplicate(own_version(request, prompt, ""), f"{prompt.name[:193]} (copy)")
    return back(request, version.prompt, f"This is a copy of {prompt.name}.")


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HtmxHttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """GET asks and names what goes, POST deletes."""
    prompt = own_prompt(request, uuid)
    if request.method == "POST":
        prompt.delete()
        request.session[NOTICE] = f"{prompt.name} was deleted."
        return redirect("prompts:list")
    context: dict[str, Any] = {"prompt": prompt, "count": prompt.versions.count()}
    context["batches"] = Batch.objects.filter(version__prompt=prompt).count()
    context["action"] = reverse("prompts:delete", args=[uuid])
    return render(request, "prompts/_delete.html" if request.htmx else "prompts/delete.html", context)


def back(request: HtmxHttpRequest, prompt: Prompt, notice: str) -> HttpResponse:
    request.session[NOTICE] = notice
    return redirect(prompt)
