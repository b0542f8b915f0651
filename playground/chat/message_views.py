"""Rows of a conversation that the page has changed, drawn again by the one renderer."""

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from playground.chat.messages import present


@require_POST
def rows(request: HttpRequest) -> HttpResponse:
    """The JSON list `messages` as HTML rows in the same order; 400 when it is no such list."""
    try:
        messages = json.loads(request.POST.get("messages", ""))
    except ValueError:
        messages = None
    if not isinstance(messages, list):
        return HttpResponse("messages has to be a JSON list.", status=400, content_type="text/plain")
    return render(request, "chat/_rows.html", {"messages": present(messages)})
