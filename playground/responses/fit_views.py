"""Whether what a response says fits the schemas that it was asked for: a line under the answer or the call."""

from typing import Any, cast
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import aget_object_or_404
from django.views.decorators.http import require_safe

from playground.accounts.models import User
from playground.accounts.requests import HtmxHttpRequest
from playground.library.fit_lines import fit_line
from playground.runs.models import Run

from .continuing import output_of
from .forms import ResponseForm
from .schemas import answer_schema, parameters_of


@require_safe
async def answer(request: HtmxHttpRequest, uuid: UUID) -> HttpResponse:
    """What the response says, checked against `text.format`; 204 where there is nothing to check."""
    run = await finished_run(request, uuid)
    text, schema = said(run), answer_schema(run.params)
    if not text or schema is None:
        return HttpResponse(status=204)
    return await fit_line(request, text, schema, formatted=True)


@require_safe
async def call(request: HtmxHttpRequest, uuid: UUID, place: int) -> HttpResponse:
    """The arguments of the call at that place of the output, checked against the parameters that were declared."""
    run = await finished_run(request, uuid)
    output = output_of(run)
    item = output[place] if place < len(output) else {}
    schema = parameters_of(run.params, str(item.get("name") or ""))
    arguments = item.get("arguments")
    if schema is None or not isinstance(arguments, str):
        return HttpResponse(status=204)
    return await fit_line(request, arguments, schema, formatted=False)


async def finished_run(request: HtmxHttpRequest, uuid: UUID) -> Run:
    user = cast(User, await request.auser())
    runs = Run.objects.for_user(user).filter(operation=ResponseForm.operation)
    return await aget_object_or_404(runs, uuid=uuid)


def said(run: Run) -> str:
    """The text of the last message."""
    messages: list[dict[str, Any]] = [item for item in output_of(run) if item.get("type") == "message"]
    content = messages[-1].get("content") if messages else None
    parts = content if isinstance(content, list) else []
    return "".join(str(part.get("text") or "") for part in parts if isinstance(part, dict))
