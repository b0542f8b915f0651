"""What the page of every operation does: fill its form, start a run from it, answer with the run or the errors."""

import uuid as uuids
from typing import IO, Any, cast
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from playground.accounts.requests import HtmxHttpRequest
from playground.connections.models import Connection
from playground.connections.services import current_connection, missing
from playground.params.forms import OperationForm

from . import files, services
from .admission import LimitReached
from .code import code_context
from .models import Run
from .storable import storable

NO = "no"
# What a newcomer's first run goes to, before anybody has asked the sandbox what it has.
SANDBOX_MODEL: dict[str, str] = {Connection.Source.SANDBOX: "sandbox-chat"}


def source_run(request: HtmxHttpRequest) -> Run | None:
    """The run that the page is opened on (`?run=<uuid>`); 404 when it is not this user's."""
    if not (asked := request.GET.get("run")):
        return None
    runs = Run.objects.for_user(request.user).select_related("connection")
    run = runs.filter(uuid=uuid_of(asked)).first()
    if run is None and request.GET.get("keep") != NO:
        raise Http404("no such run")
    request.was_forgotten = run is None
    return run


def keeps(request: HtmxHttpRequest) -> bool:
    """Whether the run of this form is to be kept: the switch beside Run says so."""
    return request.POST.get("keep") != NO


def uuid_of(text: str) -> uuids.UUID:
    """The uuid that a page gave to its form; a new one where it gave none that can be read."""
    try:
        return uuids.UUID(text)
    except ValueError:
        return uuids.uuid4()


def initial(
    request: HtmxHttpRequest, form: type[OperationForm], run: Run | None, defaults: dict[str, Any]
) -> dict[str, Any]:
    """What the controls hold at first: the parameters of `run`, else those of the URL's query over the defaults."""
    if run is not None:
        return form.initial_from(run.params)
    names = form.param_names()
    return {**defaults, **{name: request.GET[param] for name, param in names.items() if param in request.GET}}


def default_model(request: HtmxHttpRequest, connection: Connection | None, operation: str) -> str:
    """The model that this connection was last asked for, else the first that it offered."""
    if connection is None:
        return ""
    runs = Run.objects.for_user(request.user).filter(connection=connection, operation=operation)
    used = runs.exclude(model="").values_list("model", flat=True).first()
    return used or next(iter(connection.models_seen), "") or SANDBOX_MODEL.get(connection.source, "")


def models_url(connection: Connection | None) -> str:
    return reverse("connections:models", args=[connection.pk]) if connection else ""


def start(request: HtmxHttpRequest, form: OperationForm) -> Run | None:
    """Start the run of a valid form; None, with an error on the form, when there is nowhere to send it or a limit is
    reached."""
    connection = current_connection(request)
    if connection is None:
        form.add_error(None, missing(request))
        return None
    uuid = uuid_of(request.POST.get("run", ""))
    params = {**form.request_params(), **kept(request, form)}
    is_kept = keeps(request)
    try:
        return services.start(request.user, connection, form.operation, params, uuid=uuid, is_kept=is_kept)
    except LimitReached as limit:
        form.add_error(None, limit.words)
        return None


def kept(request: HtmxHttpRequest, form: OperationForm) -> dict[str, dict[str, str]]:
    """The files posted with the form itself, stored: the parameters that name them."""
    return {
        name: {
            "file": str(files.keep(request.user, cast(IO[bytes], posted.file), posted.name or "file").uuid)
        }
        for name, posted in form.attached_files().items()
    }


def refused(
    request: HtmxHttpRequest,
    form: OperationForm,
    page: str,
    context: dict[str, Any],
    fragments: str = "params/refused.html",
) -> HttpResponse:
    """The form again with its errors: as fragments for htmx, as a page without. Nothing was sent."""
    template = fragments if request.htmx else page
    response = render(request, template, {"form": form, **context}, status=422)
    if request.htmx:
        # Only the out-of-band parts are taken: what the person typed elsewhere on the page stays as it is.
        response["HX-Reswap"] = "none"
    return response


def started(request: HtmxHttpRequest, run: Run, template: str, context: dict[str, Any]) -> HttpResponse:
    """The run's fragment for htmx, with a new id for the form's next run; without htmx a redirect to the run."""
    if not request.htmx:
        return redirect(run)
    response = render(request, template, {"run": run, "run_uuid": uuids.uuid4(), **context})
    response["HX-Push-Url"] = page_of(request.path, run)
    return response


def page_of(path: str, run: Run) -> str:
    """The address of a page on this run, which says so if the run will not be there for long."""
    return f"{path}?{urlencode({'run': run.uuid, **({} if run.is_kept else {'keep': NO})})}"


def code(request: HtmxHttpRequest, form: OperationForm, refused_as: str) -> HttpResponse:
    """What the form would send, as code in each language; or its errors, by the template `refused_as`."""
    if not form.is_valid():
        return refused(request, form, refused_as, {}, refused_as)
    run = Run(
        owner=request.user,
        connection=current_connection(request),
        operation=form.operation,
        params=storable(form.request_params()),
    )
    return render(request, "runs/_inspector_code.html", code_context(run))
