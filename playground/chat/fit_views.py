"""Whether what a run answered fits the schemas that it was asked for: a line under the answer or the tool call."""

from typing import Any, cast
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import aget_object_or_404
from django.views.decorators.http import require_safe

from playground.accounts.models import User
from playground.accounts.requests import HtmxHttpRequest
from playground.library.fit_lines import fit_line
from playground.runs.models import Run

from .messages import Message
from .schemas import answer_schema, parameters_of


@require_safe
async def answer(request: HtmxHttpRequest, uuid: UUID, choice: int) -> HttpResponse:
    """What choice `choice` says, checked against `response_format`; 204 where there is nothing to check."""
    run = await finished_run(request, uuid)
    content, schema = message_of(run, choice).get("content"), answer_schema(run.params)
    if not isinstance(content, str) or not content or schema is None:
        return HttpResponse(status=204)
    return await fit_line(request, content, schema, formatted=True)


@require_safe
async def call(request: HtmxHttpRequest, uuid: UUID, choice: int, call: int) -> HttpResponse:
    """The arguments of one tool call, checked against the parameters that were declared."""
    run = await finished_run(request, uuid)
    calls = Message(message_of(run, choice)).tool_calls
    schema = parameters_of(run.params, calls[call].name) if call < len(calls) else None
    if schema is None or calls[call].kind == "custom":
        return HttpResponse(status=204)
    return await fit_line(request, calls[call].text, schema, formatted=False)


async def finished_run(request: HtmxHttpRequest, uuid: UUID) -> Run:
    user = cast(User, await request.auser())
    return await aget_object_or_404(Run.objects.for_user(user), uuid=uuid)


def message_of(run: Run, choice: int) -> dict[str, Any]:
    """The message of a choice, {} while or where there is none."""
    choices = run.response.get("choices") if isinstance(run.response, dict) else None
    for one in choices if isinstance(choices, list) else ():
        if isinstance(one, dict) and one.get("index", 0) == choice and isinstance(one.get("message"), dict):
            message: dict[str, Any] = one["message"]
            return message
    return {}
