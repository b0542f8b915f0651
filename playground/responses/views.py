"""The page of responses: an input, its parameters, and a run for each response."""

import uuid
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_POST

from playground.accounts.requests import HtmxHttpRequest
from playground.connections.services import current_connection
from playground.params.json_text import write_json
from playground.runs import files, handover, operations
from playground.runs.models import Run

from . import continuing, input_items, threads
from .forms import ResponseForm
from .parts import part_of, parts_for

PAGE, REFUSED = "responses/page.html", "responses/_refused.html"
DEFAULTS = {"stream": "true"}


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HtmxHttpRequest) -> HttpResponse:
    if request.method == "POST":
        return post(request)
    run = operations.source_run(request)
    form = ResponseForm(
        initial=initial(request, run), models_url=operations.models_url(current_connection(request))
    )
    return render(request, PAGE, context(request, form, run))


def initial(request: HtmxHttpRequest, run: Run | None) -> dict[str, Any]:
    """What the controls hold: a run's parameters, else the URL's query over the defaults and what was handed over."""
    if run is not None:
        return ResponseForm.initial_from(run.params)
    connection = current_connection(request)
    model = operations.default_model(request, connection, ResponseForm.operation)
    return operations.initial(request, ResponseForm, None, {**DEFAULTS, "model": model, **handed(request)})


def handed(request: HtmxHttpRequest) -> dict[str, str]:
    """The input that another page hands over: a text, or a picture in a message."""
    if picture := handover.given_file(request, "picture"):
        return {"input": write_json([{"role": "user", "content": [part_of(picture)]}])}
    text = handover.given_text(request)
    return {"input": ResponseForm.base_fields["input"].to_text(text)} if text else {}  # type: ignore[attr-defined]


def posted(request: HtmxHttpRequest) -> tuple[QueryDict, str]:
    """The form's data, with what it goes on from put into it; and why that cannot be."""
    data = request.POST.copy()
    for uploaded in request.FILES.getlist("composer_uploads"):
        kept = files.keep(request.user, uploaded, uploaded.name or "")
        data.appendlist("composer_files", str(kept.uuid))
    for name in ("continues", "again", "continues_run"):
        if asked := data.get(name):
            run = continuing.own_run(request.user, asked)
            if run is None:
                return data, "The run to go on from is not kept here any more"
            return data, goes_on(request, data, run, name)
    return data, ""


def goes_on(request: HtmxHttpRequest, data: QueryDict, run: Run, how: str) -> str:
    """Fill in what going on from the run needs: the results of its calls, its own input once more, or all items."""
    if how == "again":
        data.setlist("composer_files", [])
        data["input"] = ResponseForm.base_fields["input"].to_text(run.params.get("input", ""))  # type: ignore[attr-defined]
        data["previous_response_id"] = str(run.params.get("previous_response_id") or "")
        return ""
    if how == "continues_run":
        form = ResponseForm(data, composer_parts=parts_for(request.user))
        given = form.cleaned_data.get("input") if form.is_valid() else None
        if given is not None:
            said = given if isinstance(given, list) else [{"role": "user", "content": given}]
            data.setlist("composer_files", [])
            continuing.go_on(data, run, said)
        return ""
    data.setlist("composer_files", [])
    try:
        continuing.go_on(data, run, continuing.results(data, request.FILES, run))
    except continuing.Missing as missing:
        return str(missing)
    return ""


def post(request: HtmxHttpRequest) -> HttpResponse:
    data, problem = posted(request)
    form = bound(request, data)
    if problem:
        form.add_error(None, problem)
    if not form.is_valid() or (run := operations.start(request, form)) is None:
        return operations.refused(request, form, PAGE, context(request, form, None), REFUSED)
    started = {"rows": input_items.rows(run.params.get("input"))}
    return operations.started(request, run, "responses/_started.html", started)


def bound(request: HtmxHttpRequest, data: QueryDict) -> ResponseForm:
    url = operations.models_url(current_connection(request))
    return ResponseForm(data, composer_parts=parts_for(request.user), models_url=url)


def context(request: HtmxHttpRequest, form: ResponseForm, run: Run | None) -> dict[str, Any]:
    return {
        "form": form,
        "run": run,
        "turns": threads.turns(request.user, run) if run else [],
        "run_uuid": uuid.uuid4(),
    }


@require_POST
def code(request: HtmxHttpRequest) -> HttpResponse:
    """The code in each language, or the form's errors with status 422."""
    data, problem = posted(request)
    form = bound(request, data)
    if problem:
        form.add_error(None, problem)
    return operations.code(request, form, REFUSED)


def own_run(request: HtmxHttpRequest, uuid: uuid.UUID) -> Run:
    runs = Run.objects.for_user(request.user).filter(operation=ResponseForm.operation)
    return get_object_or_404(runs, uuid=uuid)
