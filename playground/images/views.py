"""The images page: a prompt, its parameters, and the pictures of the run that is open."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from playground.accounts.requests import HtmxHttpRequest
from playground.connections.models import Connection
from playground.connections.services import current_connection
from playground.params.forms import OperationForm
from playground.runs import operations
from playground.runs.handover import given_text
from playground.runs.models import Run

from . import gallery
from .estimate import estimate
from .families import FAMILIES
from .forms import ImageForm

PAGE, REFUSED, STARTED = "images/page.html", "images/_refused.html", "images/_started.html"
DEFAULTS = {"stream": "true"}
MODELS = {Connection.Source.SANDBOX: "sandbox-image"}


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HtmxHttpRequest) -> HttpResponse:
    if request.method == "POST":
        return post(request)
    run = operations.source_run(request)
    connection = current_connection(request)
    defaults = {**DEFAULTS, "model": default_model(request, connection), "prompt": given_text(request)}
    initial = operations.initial(request, ImageForm, run, defaults)
    form = ImageForm(initial=initial, models_url=operations.models_url(connection))
    return render(request, PAGE, context(request, form, run))


def default_model(request: HtmxHttpRequest, connection: Connection | None) -> str:
    """The model last used for images here, else one that sounds like it."""
    if connection is None:
        return ""
    used = Run.objects.for_user(request.user).filter(
        connection=connection, operation=ImageForm.operation, status="completed"
    )
    offered = [model for model in connection.models_seen if "image" in model]
    usual = MODELS.get(Connection.Source(connection.source), "gpt-image-1")
    return used.exclude(model="").values_list("model", flat=True).first() or next(iter(offered), usual)


def post(request: HtmxHttpRequest) -> HttpResponse:
    form = ImageForm(request.POST, models_url=operations.models_url(current_connection(request)))
    if not form.is_valid() or (run := operations.start(request, form)) is None:
        return operations.refused(request, form, PAGE, context(request, form, None), REFUSED)
    return operations.started(request, run, STARTED, shown_around(request, run))


def context(request: HtmxHttpRequest, form: OperationForm, run: Run | None) -> dict[str, Any]:
    """What the page shows besides the form."""
    return {
        "form": form,
        "run": run,
        "run_uuid": uuid.uuid4(),
        "families": FAMILIES,
        "image_page": "page",
        **shown_around(request, run),
    }


def shown_around(request: HtmxHttpRequest, run: Run | None) -> dict[str, Any]:
    """What was made of the pictures of the run that is open, the other runs of its prompt, and the gallery."""
    alike = gallery.alike(run) if run else []
    shown = [run, *(each.run for each in alike)] if run else []
    earlier, before = gallery.page(request.user, "", shown)
    return {
        "earlier": earlier,
        "before": before,
        "alike": alike,
        "made_of_these": gallery.made_of(run) if run else [],
    }


@require_POST
def price(request: HtmxHttpRequest) -> HttpResponse:
    """What the form as it stands would cost; it may be half filled in."""
    form = ImageForm(request.POST)
    form.is_valid()
    return HttpResponse(
        estimate(form.request_params(), current_connection(request)), content_type="text/plain"
    )


@require_POST
def code(request: HtmxHttpRequest) -> HttpResponse:
    return operations.code(request, ImageForm(request.POST), REFUSED)
