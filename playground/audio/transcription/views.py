"""The pages of transcription and translation: recordings, parameters, and what became of each."""

import uuid as uuids
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from playground.accounts.models import User
from playground.accounts.requests import HtmxHttpRequest
from playground.connections.models import Connection
from playground.connections.services import current_connection, missing
from playground.runs import handover, operations
from playground.runs.models import File, Run
from playground.runs.storable import storable

from . import picking, samples, starting
from .forms import DIARIZES, FORM_OF, ORDERS, PARTS, RecordingForm
from .models import Transcription
from .picking import Picked
from .standing import Standing

PAGE, REFUSED = "transcription/page.html", "transcription/_refused.html"
ALONE = 30.0
SANDBOX = {"create_transcription": "sandbox-transcribe", "create_translation": "sandbox-translate"}


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HtmxHttpRequest, operation: str) -> HttpResponse:
    if request.method == "POST":
        return post(request, operation)
    run = operations.source_run(request)
    connection = current_connection(request)
    form_class = FORM_OF[operation]
    opened = opened_on(request, run)
    given = handover.given_file(request, "audio")
    files = [given] if given else picking.named(request, request.GET.getlist("file"))
    if run and not files:
        files = [each.transcription.file for each in opened]
    initial = operations.initial(request, form_class, run, defaults(request, connection, operation))
    form = form_class(initial=initial, models_url=operations.models_url(connection))
    chosen = picking.picked(files, form.model_name, 0, connection)
    return render(request, PAGE, context(form, chosen, opened, connection))


def defaults(request: HtmxHttpRequest, connection: Connection | None, operation: str) -> dict[str, Any]:
    """The model last used here, else one that sounds like it, and the format that has times, where it has them."""
    used = Transcription.objects.for_user(request.user).filter(operation=operation, connection=connection)
    params = used.values_list("params", flat=True).first() or {}
    offered = connection.models_seen if connection else []
    word = "whisper" if operation == "create_translation" else "transcribe"
    is_sandbox = connection is not None and connection.source == Connection.Source.SANDBOX
    usual = (
        SANDBOX[operation] if is_sandbox else next((name for name in offered if word in name), "whisper-1")
    )
    model = str(params.get("model") or usual)
    if model.startswith("gpt-"):
        return {"model": model}
    timed = {"response_format": "verbose_json"}
    has_words = operation == "create_transcription" and request.GET.get("response_format") in (
        None,
        "verbose_json",
    )
    words = {"timestamp_granularities": '["segment", "word"]'} if has_words else {}
    return {"model": model, **timed, **words}


def opened_on(request: HtmxHttpRequest, run: Run | None) -> list[Standing]:
    """The transcriptions that the address names, by `open` or as the one of `run`."""
    asked = [text for text in request.GET.getlist("open")[: picking.MOST] if is_uuid(text)]
    own = Transcription.objects.for_user(request.user).select_related("file", "connection", "owner")
    found = {str(each.uuid): each for each in own.filter(uuid__in=asked)}
    unknown = Run.objects.for_user(request.user).filter(
        uuid__in=[text for text in asked if text not in found]
    )
    found |= {str(each.uuid): made for each in unknown if (made := starting.of_recorded(each))}
    transcriptions = [found[text] for text in asked if text in found]
    if asked and not transcriptions and request.GET.get("keep") == operations.NO:
        request.was_forgotten = True
    if run and run.operation in FORM_OF and (adopted := starting.adopted(run)):
        transcriptions = [adopted]
    return [Standing(each) for each in transcriptions]


def is_uuid(text: str) -> bool:
    try:
        return str(uuids.UUID(text)) == text
    except ValueError:
        return False


def post(request: HtmxHttpRequest, operation: str) -> HttpResponse:
    connection = current_connection(request)
    files = picking.posted(request)
    form = form_for(request, operation, files)
    valid = form.is_valid()
    chosen = picking.picked(files, form.model_name, form.part_seconds, connection)
    for each in chosen:
        if each.problem:
            form.add_error("file", f"{each.file.name} {each.problem}")
    if valid:
        check_length(request.user, form, chosen)
    if connection is None:
        form.add_error(None, missing(request))
    if form.errors or connection is None:
        refusal = context(form, chosen, [], connection)
        return operations.refused(request, form, PAGE, refusal, REFUSED)
    return started(request, operation, begin_all(request, connection, form, files))


def form_for(request: HtmxHttpRequest, operation: str, files: list[File]) -> RecordingForm:
    """The form with the first of its recordings; the others differ in nothing else."""
    data: QueryDict = request.POST.copy()
    data.setlist("file", [str(files[0].uuid)] if files else [])
    return FORM_OF[operation](data, models_url=operations.models_url(current_connection(request)))


def check_length(owner: User, form: RecordingForm, chosen: list[Picked]) -> None:
    params = form.request_params()
    alone = DIARIZES.search(form.model_name) and not params.get("chunking_strategy")
    if alone and any(each.sound.seconds > ALONE for each in chosen):
        words = f'chunking_strategy must be set beyond {ALONE:g} s of sound for {form.model_name}: use "auto"'
        form.add_error("chunking_strategy", words)
    names, references = (params.get(f"known_speaker_{of}[]") or [] for of in ("names", "references"))
    if len(names) != len(references):
        words = "known_speaker_names[] needs one reference for each name: give as many of both"
        form.add_error("known_speaker_names", words)
    for number, reference in enumerate(references, 1):
        if problem := samples.problem_of(owner, reference):
            form.add_error("known_speaker_references", f"known_speaker_references[] {number} {problem}")


def begin_all(
    request: HtmxHttpRequest, connection: Connection, form: RecordingForm, files: list[File]
) -> list[Transcription]:
    first = operations.uuid_of(request.POST.get("run", ""))
    params = storable(form.request_params())
    return [
        starting.begin(
            request.user,
            connection,
            form.operation,
            file,
            {**params, "file": {"file": str(file.uuid)}},
            uuid=uuids.uuid5(first, str(number)) if number else first,
            part_seconds=form.part_seconds,
            in_order=form.in_order,
            is_kept=operations.keeps(request),
        )
        for number, file in enumerate(files)
    ]


def started(request: HtmxHttpRequest, operation: str, begun: list[Transcription]) -> HttpResponse:
    query = QueryDict(mutable=True)
    query.setlist("open", [str(each.uuid) for each in begun])
    if not begun[0].is_kept:
        query["keep"] = operations.NO
    address = f"{reverse(f'audio:{begun[0].page}')}?{query.urlencode()}"
    if not request.htmx:
        return redirect(address)
    more = {"standings": [Standing(each) for each in begun], "run_uuid": uuids.uuid4()}
    response = render(request, "transcription/_started.html", more)
    response["HX-Push-Url"] = address
    return response


def context(
    form: RecordingForm, chosen: list[Picked], opened: list[Standing], connection: Connection | None
) -> dict[str, Any]:
    translates = form.operation == "create_translation"
    run = opened[0].parts[0].run if opened and opened[0].parts else None
    return {
        "form": form,
        "picked": chosen,
        "standings": opened,
        "run": run,
        "run_uuid": uuids.uuid4(),
        "translates": translates,
        "page_url": reverse("audio:translations" if translates else "audio:transcriptions"),
        "code_url": reverse("audio:translation_code" if translates else "audio:transcription_code"),
        "route": "translations" if translates else "transcriptions",
        "parts": PARTS,
        "orders": ORDERS,
    }


@require_safe
def picked(request: HtmxHttpRequest) -> HttpResponse:
    """A line for each `file`: what it is, what will be done with it for this `model`, what that costs."""
    files = picking.named(request, request.GET.getlist("file"))
    minutes = request.GET.get("parts", "")
    part_seconds = 60.0 * int(minutes) if minutes in dict(PARTS) and minutes else 0.0
    chosen = picking.picked(
        files, request.GET.get("model", "").strip(), part_seconds, current_connection(request)
    )
    return render(request, "transcription/_picked.html", {"picked": chosen})


@require_POST
def code(request: HtmxHttpRequest, operation: str) -> HttpResponse:
    """The code in each language, or the form's errors with status 422."""
    form = form_for(request, operation, picking.named(request, request.POST.getlist("file")))
    return operations.code(request, form, REFUSED)
