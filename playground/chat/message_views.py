"""Rows of a conversation that the page has changed, drawn again by the one renderer."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from playground.accounts.requests import HtmxHttpRequest
from playground.params.json_text import JSONTextError, read_json
from playground.runs.storable import storable

from .messages import present
from .parts import parts_for


@require_POST
def rows(request: HtmxHttpRequest) -> HttpResponse:
    """The JSON list `messages` as HTML rows in the same order; 400 when it is no such list.

    Files whose uuids are in `composer_files` become parts of the last message.
    """
    messages = messages_of(request.POST.get("messages", ""))
    if messages is None:
        return HttpResponse("messages has to be a list of objects.", status=400, content_type="text/plain")
    parts = parts_for(request.user)(request.POST.getlist("composer_files"))
    if messages and parts:
        text = messages[-1].get("content")
        said = [{"type": "text", "text": text}] if text else []
        messages[-1]["content"] = [*said, *parts]
    return render(request, "chat/_rows.html", {"messages": present(messages)})


def messages_of(text: str) -> list[dict[str, Any]] | None:
    try:
        messages = storable(read_json(text))
    except JSONTextError:
        return None
    if not isinstance(messages, list) or not all(isinstance(message, dict) for message in messages):
        return None
    return messages
