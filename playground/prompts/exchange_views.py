"""Prompts in and out."""

import uuid as uuids
from collections.abc import Iterator

from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from playground.accounts.models import User
from playground.accounts.requests import HtmxHttpRequest
from playground.openai.errors import BadRequest

from . import exporting, importing, services
from .models import Prompt
from .shapes import Draft
from .views import NOTICE, own_prompt, own_version

MAX_TEXT = 16 * 1024 * 1024


@require_http_methods(["GET", "HEAD", "POST"])
def import_prompts(request: HtmxHttpRequest) -> HttpResponse:
    """`text` or the chosen `file` as prompts; with `as=versions` all of it as versions of one, called `name`."""
    if request.method != "POST":
        return render(request, "prompts/import.html", {})
    text, problem = text_of(request)
    name = request.POST.get("name", "").replace("\0", "").strip()[:200]
    try:
        prompts = [] if problem else importing.read(text)
        if request.POST.get("as") == "versions":
            prompts = [[draft for prompt in prompts for draft in prompt]]
        if not problem:
            made = [stored(request.user, versions, name if len(prompts) == 1 else "") for versions in prompts]
    except importing.ImportTextError as error:
        problem = f"{error}"
    except BadRequest as error:
        problem = error.message
    if problem:
        context = {"problem": problem, "text": text, "name": name, "as": request.POST.get("as", "")}
        return render(request, "prompts/import.html", context, status=422)
    count = len(made)
    request.session[NOTICE] = "Imported." if count == 1 else f"{count:,} prompts were imported."
    return redirect(made[0]) if count == 1 else redirect("prompts:list")


def text_of(request: HtmxHttpRequest) -> tuple[str, str]:
    """What was pasted or chosen, and what is wrong with it."""
    file = request.FILES.get("file")
    if not file:
        return request.POST.get("text", ""), ""
    if (file.size or 0) > MAX_TEXT:
        return "", "The file is larger than 16 MB"
    try:
        return file.read().decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        return "", "The file is not text in UTF-8"


def stored(owner: User, versions: list[Draft], name: str) -> Prompt:
    with transaction.atomic():
        first, *others = versions
        made = services.create(
            owner, name or first.name, first.params, note=first.note, examples=first.examples
        )
        for draft in others:
            services.save(made.prompt, draft.params, note=draft.note, examples=draft.examples)
        return made.prompt


@require_safe
def export_json(request: HtmxHttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """The prompt with all versions; with `?version=n` the request body of that version alone."""
    prompt = own_prompt(request, uuid)
    number = request.GET.get("version", "")
    content = own_version(request, prompt, number).params if number else exporting.prompt_object(prompt)
    response = JsonResponse(content, json_dumps_params={"indent": 2, "ensure_ascii": False})
    return as_file(response, f"prompt-{prompt.uuid}.json")


@require_safe
def export_jsonl(request: HtmxHttpRequest, uuid: uuids.UUID) -> HttpResponseBase:
    """A line a version, oldest first."""
    prompt = own_prompt(request, uuid)
    lines = "".join(exporting.version_lines(prompt))
    return as_file(HttpResponse(lines, content_type="application/jsonl"), f"prompt-{prompt.uuid}.jsonl")


@require_safe
def export_all(request: HtmxHttpRequest) -> HttpResponseBase:
    """A line a prompt, newest first, with all its versions."""
    prompts = Prompt.objects.for_user(request.user).exclude(latest=None).order_by("-latest_id")

    def lines() -> Iterator[str]:
        for prompt in prompts.iterator(chunk_size=50):
            yield exporting.line(exporting.prompt_object(prompt))

    return as_file(HttpResponse("".join(lines()), content_type="application/jsonl"), "prompts.jsonl")


def as_file(response: HttpResponse, name: str) -> HttpResponse:
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
