"""Rows of a conversation that the page has changed, drawn again by the one renderer."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from playground.accounts.requests import HtmxHttpRequest
from playground.params.json_text import JSONTextError, read_json
from playground.runs.models import Run
from playground.runs.storable import storable

from .conversations import messages_of, place_of
from .earlier import MORE
from .earlier import earlier as before
from .earlier import rows as drawn
from .parts import parts_for


@require_POST
def rows(request: HtmxHttpRequest) -> HttpResponse:
    """The JSON list `messages` as HTML rows in the same order; 400 when it is no such list.

    Files whose uuids are in `composer_files` become parts of the last message.
    """
    messages = messages_in(request.POST.get("messages", ""))
    if messages is None:
        return HttpResponse("messages has to be a list of objects.", status=400, content_type="text/plain")
    parts = parts_for(request.user)(request.POST.getlist("composer_files"))
    if messages and parts:
        text = messages[-1].get("content")
        said = [{"type": "text", "text": text}] if text else []
        messages[-1]["content"] = [*said, *parts]
    return render(request, "chat/_rows.html", {"rows": drawn(messages, {})})


@require_safe
def earlier(request: HtmxHttpRequest, uuid: UUID, count: int) -> HttpResponse:
    """Of a run's first `count` messages the last ones as rows, below what stands for those before them.

    `rows=all` gives all of them, `rows=none` only what stands for them.
    """
    run = get_object_or_404(Run.objects.for_user(request.user), uuid=uuid)
    messages = messages_of(run)[:count]
    asked = {"all": len(messages), "none": 0}.get(request.GET.get("rows", ""), MORE)
    first = max(len(messages) - asked, 0)
    more = {"rows": drawn(messages[first:], place_of(run).forks, first), "earlier": before(run, first)}
    return render(request, "chat/_earlier_rows.html", more)


def messages_in(text: str) -> list[dict[str, Any]] | None:
    try:
        messages = storable(read_json(text))
    except JSONTextError:
        return None
    if not isinstance(messages, list) or not all(isinstance(message, dict) for message in messages):
        return None
    return messages
