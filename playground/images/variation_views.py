"""The variations page: a picture, shown as it will be sent, and what is made of it."""

from typing import IO, Any, cast

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from playground.accounts.requests import HtmxHttpRequest
from playground.connections.models import Connection
from playground.connections.services import current_connection
from playground.runs import files, operations
from playground.runs.files import uuid_in
from playground.runs.handover import given_file
from playground.runs.models import File, Run

from . import views
from .forms import ImageVariationForm
from .looks import NoPicture
from .models import Prepared
from .preparing import MOST_GIVEN, Preparation, prepare

PAGE, REFUSED = "images/variations.html", "images/_variations_refused.html"
MODELS = {Connection.Source.SANDBOX: "sandbox-image"}


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HtmxHttpRequest) -> HttpResponse:
    if request.method == "POST":
        return post(request)
    run = operations.source_run(request)
    connection = current_connection(request)
    model = MODELS.get(Connection.Source(connection.source), "dall-e-2") if connection else ""
    initial = operations.initial(request, ImageVariationForm, run, {"model": model})
    source = given_file(request, "picture") or sent_before(run)
    ready, problem = prepared_or_problem(request, source, "")
    initial["image"] = str(ready.file.uuid) if ready else ""
    form = ImageVariationForm(initial=initial, models_url=operations.models_url(connection))
    return render(request, PAGE, context(request, form, run, ready, problem))


def sent_before(run: Run | None) -> File | None:
    uuid = uuid_in(run.params.get("image")) if run else ""
    return File.objects.filter(owner=run.owner_id, uuid=uuid).first() if run and uuid else None


def context(
    request: HtmxHttpRequest,
    form: ImageVariationForm,
    run: Run | None,
    ready: Preparation | None,
    problem: str = "",
) -> dict[str, Any]:
    return {**views.context(request, form, run), **shown(ready, problem), "image_page": "variations"}


def shown(ready: Preparation | None, problem: str = "") -> dict[str, Any]:
    fit = ready.fit if ready else Prepared.Fit.CROP
    return {"ready": ready, "problem": problem, "fits": Prepared.Fit.choices, "fit": fit}


def prepared_or_problem(
    request: HtmxHttpRequest, source: File | None, fit: str
) -> tuple[Preparation | None, str]:
    if source is None:
        return None, ""
    try:
        return prepare(request.user, source, fit if fit in Prepared.Fit.values else Prepared.Fit.CROP), ""
    except NoPicture as refusal:
        return None, f"{source.name[:80]} cannot be varied. {refusal}"


def posted_picture(request: HtmxHttpRequest) -> tuple[Preparation | None, str]:
    """The picture that came with the form, or was chosen for it before; made fit to be sent."""
    source, problem = posted_source(request)
    return (
        prepared_or_problem(request, source, request.POST.get("fit", "")) if not problem else (None, problem)
    )


def posted_source(request: HtmxHttpRequest) -> tuple[File | None, str]:
    """The same as it was given, or words for what is wrong with it."""
    posted = request.FILES.get("image")
    if isinstance(posted, UploadedFile):
        if (posted.size or 0) > MOST_GIVEN:
            return None, f"The file is larger than the {MOST_GIVEN // 1024**2} MB that are taken here."
        if not posted.size:
            return None, "The file is empty."
        return files.keep(request.user, cast(IO[bytes], posted.file), posted.name or "picture"), ""
    uuid = request.POST.get("source") or request.POST.get("image", "")
    if not uuid:
        return None, ""
    source = File.objects.for_user(request.user).filter(uuid=operations.uuid_of(uuid)).first()
    return source, "" if source else "The picture is no longer stored here: choose it again."


@require_POST
def show_prepared(request: HtmxHttpRequest) -> HttpResponse:
    """The chosen picture as it would be sent; status 422 and why where it cannot be."""
    ready, problem = posted_picture(request)
    return render(request, "images/_prepared.html", shown(ready, problem), status=422 if problem else 200)


def post(request: HtmxHttpRequest) -> HttpResponse:
    ready, problem = posted_picture(request)
    data = request.POST.copy()
    data["image"] = str(ready.file.uuid) if ready else ""
    form = ImageVariationForm(data, models_url=operations.models_url(current_connection(request)))
    is_valid = form.is_valid()
    if problem:
        form.errors.pop("image", None)
        form.add_error("image", problem)
    elif is_valid and "show" in request.POST:
        # Without scripts, the picture is looked at before it is sent.
        return render(request, PAGE, context(request, form, None, ready))
    if not is_valid or problem or (run := operations.start(request, form)) is None:
        return operations.refused(request, form, PAGE, context(request, form, None, ready, problem), REFUSED)
    return operations.started(request, run, views.STARTED, views.shown_around(request, run))


@require_POST
def code(request: HtmxHttpRequest) -> HttpResponse:
    return operations.code(request, ImageVariationForm(request.POST), views.REFUSED)
