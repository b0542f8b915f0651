"""Stored chat completions: kept when `store` is true, then listed, read, labelled and deleted."""

from typing import Any

from ..bounded import keep_newest, storable
from ..errors import APIError
from ..models import StoredCompletion
from .completion import Completion

MOST_KEPT = 20_000
ECHOED = (
    *("temperature", "top_p", "presence_penalty", "frequency_penalty", "seed"),
    *("tools", "tool_choice", "response_format", "reasoning_effort"),
)
LONGEST_PICTURE = 200_000


async def keep(completion: Completion, account: str) -> None:
    """Remember the completion, and forget the oldest beyond `MOST_KEPT`."""
    params = completion.params
    await StoredCompletion.objects.acreate(
        completion_id=completion.id,
        account=account,
        model=completion.model.id,
        created=completion.created,
        metadata=storable(params.get("metadata", {})),
        completion=storable(completion.as_dict() | echoed(params)),
        messages=storable(slim(params["messages"])),
    )
    await keep_newest(StoredCompletion.objects.all(), MOST_KEPT)


def echoed(params: dict[str, Any]) -> dict[str, Any]:
    """The parameters that a stored completion shows again."""
    return {"request_id": None, "input_user": None, **{name: params.get(name) for name in ECHOED}}


def slim(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The messages without recordings, files and large pictures: only text and pictures are stored."""
    return [
        {**message, "content": [part for part in message["content"] if light(part)]}
        if isinstance(message.get("content"), list)
        else message
        for message in messages
    ]


def light(part: dict[str, Any]) -> bool:
    if part["type"] == "image_url":
        return len(part["image_url"]["url"]) <= LONGEST_PICTURE
    return bool(part["type"] == "text")


async def find(completion_id: str, account: str) -> StoredCompletion:
    kept = await StoredCompletion.objects.filter(completion_id=completion_id, account=account).afirst()
    if kept is None:
        raise APIError(404, f"Chat completion '{completion_id}' not found.", param="completion_id")
    return kept


def shown(kept: StoredCompletion) -> dict[str, Any]:
    return {**kept.completion, "metadata": kept.metadata}
