"""The moderation page: what is judged, parameters, thresholds, and the verdict of the run that is open."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from playground.accounts.requests import HtmxHttpRequest
from playground.connections.models import Connection
from playground.connections.services import current_connection
from playground.params.json_text import write_json
from playground.runs import files, handover, operations
from playground.runs.models import Run

from .forms import ModerationForm
from .inputs import part_of, with_pictures
from .judging import sliders
from .models import PRESETS, thresholds_of
from .verdict_views import judgements_of

PAGE, REFUSED = "moderations/page.html", "moderations/_refused.html"
LAST = (5, 10, 20, 50)


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HtmxHttpRequest) -> HttpResponse:
    if request.method == "POST":
        return post(request)
    run = operations.source_run(request)
    connection = current_connection(request)
    sandboxed = connection is not None and connection.source == Connection.Source.SANDBOX
    defaults = {
        "model": "sandbox-moderation" if sandboxed else "omni-moderation-latest",
        "input": given(request),
    }
    initial = operations.initial(request, ModerationForm, run, defaults)
    form = ModerationForm(initial=initial, models_url=operations.models_url(connection))
    return render(request, PAGE, context(request, form, run))


def given(request: HtmxHttpRequest) -> str:
    """What the page is opened with: a picture, a run's text (`?text_of=`), or one's last answers (`?last=10`)."""
    if file := handover.given_file(request, "picture"):
        return write_json([part_of(file)])
    if (asked := request.GET.get("last", "")) in map(str, LAST):
        return write_json(last_answers(request, int(asked)))
    text = handover.given_text(request)
    return ModerationForm.initial_from({"input": text}).get("input", "") if text else ""


def last_answers(request: HtmxHttpRequest, count: int) -> list[str]:
    """The texts that one's newest completed runs answered."""
    runs = Run.objects.for_user(request.user).filter(status="completed").exclude(text="")
    answers = runs.exclude(operation=ModerationForm.operation).order_by("-id")
    return list(answers.values_list("text", flat=True)[:count])


def post(request: HtmxHttpRequest) -> HttpResponse:
    data = request.POST.copy()
    kept = [
        files.keep(request.user, content, content.name or "") for content in request.FILES.getlist("pictures")
    ]
    data["input"] = with_pictures(data.get("input", ""), kept)
    form = ModerationForm(data, models_url=operations.models_url(current_connection(request)))
    if others := [file.name for file in kept if not file.is_picture]:
        form.add_error("input", f"takes pictures only: {', '.join(others)} is none")
    if not form.is_valid() or (run := operations.start(request, form)) is None:
        return operations.refused(request, form, PAGE, context(request, form, None), REFUSED)
    return operations.started(request, run, "moderations/_started.html", {})


def context(request: HtmxHttpRequest, form: ModerationForm, run: Run | None) -> dict[str, Any]:
    thresholds = thresholds_of(request.user)
    return {
        "form": form,
        "run": run,
        "run_uuid": uuid.uuid4(),
        "last": LAST,
        "presets": PRESETS,
        "preset": thresholds.preset,
        "sliders": sliders(thresholds, judgements_of(run, thresholds) or []),
    }


@require_POST
def code(request: HtmxHttpRequest) -> HttpResponse:
    """The code in each language, or the form's errors with status 422."""
    form = ModerationForm(request.POST)
    return operations.code(request, form, REFUSED)
