"""The models that the connection in use offers."""

from typing import Any

from asgiref.sync import sync_to_async
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from playground.accounts.requests import HtmxHttpRequest
from playground.connections.models import Connection, SeenModel
from playground.connections.offers import offers
from playground.connections.services import current_connection, remember_models
from playground.openai.errors import OpenAIError
from playground.runs import operations
from playground.runs.reads import Read, read

from .abilities import LABELS
from .forms import RetrieveModelForm
from .listing import asked, rows
from .models import look
from .naming import has_page

GONE_SHOWN = 50


@require_safe
@vary_on_headers("HX-Request", "HX-Target")
async def list_models(request: HtmxHttpRequest) -> HttpResponse:
    """All models; `?model=` leads to that one. An htmx request for `#results` filters what was listed before."""
    if has_page(wanted := request.GET.get("model", "").strip()):
        return redirect("catalog:model", id=wanted)
    connection = await sync_to_async(current_connection)(request)
    if connection is None:
        return await sync_to_async(render)(request, "catalog/page.html", {})
    if request.htmx.target == "results":
        return await sync_to_async(page)(request, connection, None, None)
    listed = await read(connection, "list_models", {})
    problem = listed.error
    if problem is None:
        try:
            await remember_models(connection, offers(listed.body))
        except OpenAIError as error:
            problem = error
    return await sync_to_async(page)(request, connection, listed, problem)


def page(
    request: HtmxHttpRequest, connection: Connection, listed: Read | None, problem: OpenAIError | None
) -> HttpResponse:
    """The table of what is remembered, which is what was just listed unless there was a problem."""
    since, wanted = look(connection), asked(request.GET)
    found = rows(request.user, connection, since)
    gone = SeenModel.objects.filter(connection=connection, gone_at__isnull=False).order_by("-gone_at")
    context: dict[str, Any] = {
        "connection": connection,
        "read": listed,
        "problem": problem,
        "asked": wanted,
        "rows": wanted.sorted([row for row in found if wanted.takes(row)]),
        "total": len(found),
        "new": [row for row in found if row.is_new],
        "gone": [model for model in gone if model.gone_at and model.gone_at > since][:GONE_SHOWN],
        "earlier": [model for model in gone if model.gone_at and model.gone_at <= since][:GONE_SHOWN],
        "owners": sorted({row.seen.owned_by for row in found} - {""}),
        "abilities": abilities_of(found),
        "form": RetrieveModelForm(models_url=operations.models_url(connection)),
    }
    template = "catalog/_results.html" if request.htmx.target == "results" else "catalog/page.html"
    return render(request, template, context)


def abilities_of(found: list[Any]) -> list[tuple[str, str]]:
    """The operations that some model takes, in the order of the navigation."""
    able = {ability.operation for row in found for ability in row.abilities.able}
    return [(operation, label) for operation, label in LABELS.items() if operation in able]
