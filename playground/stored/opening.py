"""From a stored completion back to the request that makes it again."""

from datetime import timedelta
from typing import Any

from django.shortcuts import get_object_or_404

from playground.accounts.models import User
from playground.runs.models import Run

from .models import Completion
from .shapes import moment, text_of

# What the API says of a completion that was also part of its request.
ECHOED = (
    *("model", "temperature", "top_p", "presence_penalty", "frequency_penalty", "seed"),
    *("reasoning_effort", "verbosity", "max_completion_tokens", "max_tokens", "stop", "logit_bias"),
    *("response_format", "modalities", "audio", "tools", "tool_choice", "parallel_tool_calls"),
    *("functions", "function_call", "web_search_options"),
)
# An echo of a default says nothing about the request, and some models refuse even that.
DEFAULTS: dict[str, Any] = {"temperature": 1, "top_p": 1, "presence_penalty": 0, "frequency_penalty": 0}
# What the list of messages adds to a message as it was sent.
ADDED = ("id", "content_parts")
# How far the clock of a server may be from ours.
NEAR = timedelta(days=1)


def params_of(body: dict[str, Any], messages: list[Any]) -> dict[str, Any]:
    """Model, messages and parameters as a request; stored again, where it has labels."""
    echoed = {
        name: body[name]
        for name in ECHOED
        if body.get(name) not in (None, [], {}) and not (name in DEFAULTS and body[name] == DEFAULTS[name])
    }
    labels = body.get("metadata")
    kept = {"store": True, "metadata": labels} if isinstance(labels, dict) and labels else {}
    return {"messages": [as_sent(message) for message in messages], **echoed, **kept}


def request_of(user: User, pk: int) -> dict[str, Any]:
    """The request of a kept completion; of one that was made here, the very parameters of its run."""
    kept = get_object_or_404(Completion.objects.for_user(user).select_related("run", "connection"), pk=pk)
    run = kept.run or made_by(kept)
    params: dict[str, Any] = run.params if run else params_of(kept.body, kept.messages)
    return params


def made_by(kept: Completion) -> Run | None:
    """The run of our history that this stored completion is the answer of."""
    runs = Run.objects.filter(
        owner=kept.owner_id,
        operation="create_chat_completion",
        # Ids of other servers may be the same.
        connection__base_url=kept.connection.base_url,
        response__id=kept.completion_id,
    )
    if created := moment(kept.created):
        # Nothing indexes the ids of answers: only those of these days are looked through.
        runs = runs.filter(created_at__range=(created - NEAR, created + NEAR))
    return runs.order_by("-pk").first()


def as_sent(message: Any) -> Any:
    """A message of the list of messages as it was in the request.

    The list fills in what was not sent with null; the content of an assistant that called tools was sent so.
    """
    if not isinstance(message, dict):
        return message
    parts, is_assistant = message.get("content_parts"), text_of(message.get("role")) == "assistant"
    sent = {
        name: value
        for name, value in message.items()
        if name not in ADDED and (value not in (None, []) or (name == "content" and is_assistant))
    }
    if isinstance(parts, list) and parts:
        sent["content"] = parts
    if "content" not in sent and not is_assistant:
        sent["content"] = ""
    return sent
