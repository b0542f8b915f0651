"""Changing a completion upstream: its metadata, or that it is there at all. Each change is a run."""

import uuid as uuids
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import reswap, retarget

from playground.accounts.requests import HtmxHttpRequest
from playground.connections.services import current_connection
from playground.params.forms import OperationForm
from playground.runs import operations

from .forms import DeleteForm, UpdateForm
from .mirror import Place
from .review_views import known_keys


@require_POST
def update(request: HtmxHttpRequest, completion_id: str) -> HttpResponse:
    """Start a run that sets the metadata to what was sent; 422 with the error beside its field."""
    data = request.POST.copy()
    data["completion_id"] = completion_id
    # Rows that were all taken away leave an empty control.
    data["metadata"] = data.get("metadata", "").strip() or "{}"
    form = UpdateForm(data)
    connection = current_connection(request)
    keys = known_keys(Place.of(request.user, connection)) if connection else []
    context = {"metadata_form": form, "known_keys": keys}
    answer = started(request, form, completion_id, "stored/_metadata.html", context)
    # Its own place is for the run.
    return reswap(retarget(answer, "#metadata-form"), "outerHTML") if answer.status_code == 422 else answer


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HtmxHttpRequest, completion_id: str) -> HttpResponse:
    """GET asks, POST starts the run that deletes it upstream."""
    context = {"completion_id": completion_id, "run_uuid": uuids.uuid4()}
    if request.method != "POST":
        template = "stored/_confirm.html" if request.htmx else "stored/confirm.html"
        return render(request, template, context)
    form = DeleteForm({"completion_id": completion_id})
    return started(request, form, completion_id, "stored/_confirm.html", context)


def started(
    request: HtmxHttpRequest, form: OperationForm, completion_id: str, template: str, context: dict[str, Any]
) -> HttpResponse:
    """The run for htmx, its page without; the form again where it cannot be sent."""
    context = {"completion_id": completion_id, "run_uuid": uuids.uuid4(), "source": "upstream", **context}
    if not form.is_valid() or (run := operations.start(request, form)) is None:
        if not request.htmx:
            context |= {"page": template}
            template = "stored/refused.html"
        return render(request, template, {**context, "form": form}, status=422)
    if not request.htmx:
        return redirect(run)
    return render(request, "stored/_started.html", {**context, "run": run})
