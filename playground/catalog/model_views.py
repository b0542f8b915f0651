"""One model: its facts, what uses it, and the end of a fine-tuned one."""

import uuid
from typing import Any

from asgiref.sync import sync_to_async
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from playground.accounts.requests import HtmxHttpRequest
from playground.connections.models import Connection, SeenModel
from playground.connections.offers import Offer, offer_of
from playground.connections.services import current_connection
from playground.runs import operations, uses
from playground.runs.reads import Read, read

from .abilities import abilities, refused
from .facts import facts
from .forms import DeleteModelForm
from .naming import has_page, is_fine_tuned

PAGE, DELETION, STARTED = "catalog/model.html", "catalog/_deletion.html", "catalog/_started.html"


@require_http_methods(["GET", "HEAD", "POST"])
async def model(request: HtmxHttpRequest, id: str) -> HttpResponse:
    """GET retrieves the model, POST deletes it."""
    if not has_page(id):
        raise Http404("no id of a model")
    if request.method == "POST":
        form = DeleteModelForm(request.POST.copy())
        if response := await sync_to_async(delete_model)(request, id, form):
            return response
        return await shown(request, id, form, status=422)
    return await shown(request, id, DeleteModelForm())


def delete_model(request: HtmxHttpRequest, id: str, form: DeleteModelForm) -> HttpResponse | None:
    """Start the run that deletes; None, with errors on the form, where the page has to be shown again."""
    if not is_fine_tuned(id):
        form.add_error(None, "Only a fine-tuned model can be deleted")
    elif form.is_valid() and form.request_params() != {"model": id}:
        form.add_error("model", f"model must be {id}: type it exactly")
    if form.is_valid() and (run := operations.start(request, form)):
        response = operations.started(request, run, STARTED, {})
        # The page of what is deleted is no place to come back to.
        response.headers.pop("HX-Push-Url", None)
        return response
    if not request.htmx:
        return None
    context = {"model": id, "form": form, "run_uuid": uuid.uuid4(), "is_fine_tuned": is_fine_tuned(id)}
    return render(request, DELETION, context, status=422)


async def shown(request: HtmxHttpRequest, id: str, form: DeleteModelForm, status: int = 200) -> HttpResponse:
    connection = await sync_to_async(current_connection)(request)
    if connection is None:
        raise Http404("there is no connection to ask")
    retrieved = await read(connection, "retrieve_model", {"model": id})
    return await sync_to_async(page)(request, connection, retrieved, form, status)


def page(
    request: HtmxHttpRequest, connection: Connection, retrieved: Read, form: DeleteModelForm, status: int
) -> HttpResponse:
    id = retrieved.run.params["model"]
    seen = SeenModel.objects.filter(connection=connection, model=id).first()
    offer = offered(retrieved.body, id)
    is_known = offer is not None or seen is not None
    if not is_known and retrieved.run.status_code == 404:
        status = 404
    able = abilities(id)
    context: dict[str, Any] = {
        "model": id,
        "connection": connection,
        "read": retrieved,
        "problem": retrieved.error,
        "is_known": is_known,
        "seen": seen,
        "facts": facts(id, connection, offer, seen),
        "abilities": able,
        "refused": [
            (ability.label, found) for ability in able.able if (found := refused(id, ability.operation))
        ],
        "uses": uses.of_model(request.user, id),
        "is_fine_tuned": is_fine_tuned(id),
        "form": form,
        "run_uuid": uuid.uuid4(),
    }
    return render(request, PAGE, context, status=status)


def offered(body: Any, id: str) -> Offer | None:
    """What the server says of the model, whatever else it calls it."""
    return offer_of({**body, "id": id}) if isinstance(body, dict) else None
