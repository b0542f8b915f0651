"""The edits page: a picture, a mask painted over it, and a prompt."""

from typing import IO, Any, cast

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.datastructures import MultiValueDict
from django.views.decorators.http import require_http_methods, require_POST

from playground.accounts.requests import HtmxHttpRequest
from playground.connections.services import current_connection
from playground.runs import operations
from playground.runs.files import uuid_in
from playground.runs.handover import given_file
from playground.runs.models import File, Run

from . import variation_views, views
from .forms import ImageEditForm
from .looks import NoPicture, look
from .preparing import seen_in

PAGE, REFUSED = "images/edits.html", "images/_edits_refused.html"


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HtmxHttpRequest) -> HttpResponse:
    if request.method == "POST":
        return post(request)
    run = operations.source_run(request)
    connection = current_connection(request)
    defaults = {**views.DEFAULTS, "model": views.default_model(request, connection)}
    initial = operations.initial(request, ImageEditForm, run, defaults)
    file = given_file(request, "picture") or variation_views.sent_before(run)
    initial["image"] = str(file.uuid) if file else ""
    form = ImageEditForm(initial=initial, models_url=operations.models_url(connection))
    return render(request, PAGE, context(request, form, run, file, problem_of(file)))


def context(
    request: HtmxHttpRequest, form: ImageEditForm, run: Run | None, file: File | None, problem: str
) -> dict[str, Any]:
    mask = uuid_in(run.params.get("mask")) if run else request.POST.get("mask", "")
    shown = {"file": None if problem else file, "problem": problem, "mask": mask, "image_page": "edits"}
    return {**views.context(request, form, run), **shown}


def problem_of(file: File | None) -> str:
    if file is None:
        return ""
    try:
        seen = seen_in(file)
    except NoPicture as refusal:
        return f"{file.name[:80]} cannot be edited. {refusal}"
    return "" if seen.format != "gif" else "A GIF cannot be edited: choose a PNG, JPEG or WebP."


@require_POST
def show_given(request: HtmxHttpRequest) -> HttpResponse:
    """The chosen picture with a mask to paint on; status 422 and why where it is none."""
    file, problem = variation_views.posted_source(request)
    problem = problem or problem_of(file)
    shown = {"file": None if problem else file, "problem": problem}
    return render(request, "images/_given.html", shown, status=422 if problem else 200)


def post(request: HtmxHttpRequest) -> HttpResponse:
    file, problem = variation_views.posted_source(request)
    problem = problem or problem_of(file)
    data = request.POST.copy()
    data["image"] = str(file.uuid) if file and not problem else ""
    data.setlist("mask", [next(filter(None, data.getlist("mask")), "")])
    masks = MultiValueDict({"mask": request.FILES.getlist("mask")})
    form = ImageEditForm(data, masks, models_url=operations.models_url(current_connection(request)))
    is_valid = form.is_valid()
    if is_valid and (mask := form.attached_files().get("mask")) and not is_png(mask):
        form.add_error("mask", "mask must be a PNG as large as the picture: choose another, or paint one")
        is_valid = False
    if problem:
        form.errors.pop("image", None)
        form.add_error("image", problem)
    if not is_valid or problem or (run := operations.start(request, form)) is None:
        return operations.refused(request, form, PAGE, context(request, form, None, file, problem), REFUSED)
    return operations.started(request, run, views.STARTED, views.shown_around(request, run))


def is_png(posted: "UploadedFile[Any]") -> bool:
    try:
        return look(cast(IO[bytes], posted.file)).format == "png"
    except NoPicture:
        return False


@require_POST
def code(request: HtmxHttpRequest) -> HttpResponse:
    return operations.code(request, ImageEditForm(request.POST), views.REFUSED)
