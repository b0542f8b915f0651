"""What upstream answers now. Nothing of it is kept, except where somebody asks for something to be done with it."""

import asyncio
from collections.abc import Iterable
from typing import Any

from asgiref.sync import sync_to_async
from django.db.models import Q

from playground.connections.models import Connection
from playground.openai.client import Client, OnRetry
from playground.openai.errors import NotFound, OpenAIError
from playground.runs.reads import Read, read

from . import mirror, shapes
from .mirror import Place
from .models import Completion

AT_ONCE = 8
PAGE = 100
MOST_PAGES = 20
LACKING = (404, 405, 501)


async def listed(connection: Connection, params: dict[str, Any]) -> Read:
    """A page of completions, newest first unless `order` says otherwise."""
    return await read(connection, "list_chat_completions", {"order": "desc", **params})


async def opened(connection: Connection, params: dict[str, Any]) -> tuple[Read, Read]:
    """A completion, and the messages that `params` page through."""
    completion = {"completion_id": params["completion_id"]}
    return await asyncio.gather(
        read(connection, "get_chat_completion", completion),
        read(connection, "get_chat_completion_messages", params),
    )


def lacks_storage(error: OpenAIError | None, params: dict[str, Any]) -> bool:
    """Whether the server has no stored completions at all; an `after` that is not there is another 404."""
    return error is not None and error.status_code in LACKING and not params.get("after")


async def first_questions(connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    """What each was asked, in a line; what cannot be read is left out."""
    turns = asyncio.Semaphore(AT_ONCE)

    async def question(completion_id: str) -> tuple[str, str]:
        async with turns:
            found = await read(connection, "get_chat_completion_messages", {"completion_id": completion_id})
        return completion_id, shapes.question_words(messages_in(found.body))

    return {name: words for name, words in await asyncio.gather(*map(question, ids)) if words}


async def all_messages(client: Client, completion_id: str, *, on_retry: OnRetry | None = None) -> list[Any]:
    """Every message of a completion, page by page. Raises OpenAIError."""
    messages: list[Any] = []
    after: dict[str, Any] = {}
    for _ in range(MOST_PAGES):
        params = {"completion_id": completion_id, "limit": PAGE, **after}
        answer = await client.send("get_chat_completion_messages", params, on_retry=on_retry)
        body = await answer.body()
        found = messages_in(body)
        messages += found
        last = found[-1].get("id") if found and isinstance(found[-1], dict) else None
        if not (isinstance(body, dict) and body.get("has_more") is True and isinstance(last, str)):
            break
        after = {"after": last}
    return messages


async def fetch(place: Place, connection: Connection, ids: Iterable[str]) -> dict[str, Completion]:
    """These completions with their messages, from the mirror or else from upstream, by id.

    One that upstream does not have is left out. Raises OpenAIError for any other failure.
    """
    ids = list(dict.fromkeys(ids))
    kept = {one.completion_id: one async for one in place.completions.filter(completion_id__in=ids)}
    missing = [name for name in ids if name not in kept or not kept[name].has_messages]
    client, turns = Client(connection.endpoint()), asyncio.Semaphore(AT_ONCE)

    async def one(completion_id: str) -> tuple[dict[str, Any], list[Any]] | None:
        async with turns:
            try:
                answer = await client.send("get_chat_completion", {"completion_id": completion_id})
                body = await answer.body()
                return {**body, "id": completion_id}, await all_messages(client, completion_id)
            except NotFound:
                return None

    found = [pair for pair in await asyncio.gather(*map(one, missing)) if pair]
    if found:
        messages = {body["id"]: asked for body, asked in found}
        fresh = await sync_to_async(mirror.keep)(place, [body for body, _ in found], messages=messages)
        kept |= {one.completion_id: one for one in fresh}
    return {name: kept[name] for name in ids if name in kept}


async def bring(place: Place, connection: Connection, ids: Iterable[str]) -> None:
    """See to it that these are in the mirror with their messages, some at a time; what upstream does not have is left.

    Raises OpenAIError.
    """
    ids = list(dict.fromkeys(ids))
    kept = place.completions.filter(Q(has_messages=True) | Q(gone_at__isnull=False), completion_id__in=ids)
    known = {name async for name in kept.values_list("completion_id", flat=True)}
    missing = [name for name in ids if name not in known]
    for first in range(0, len(missing), PAGE):
        await fetch(place, connection, missing[first : first + PAGE])


def messages_in(body: Any) -> list[Any]:
    found = body.get("data") if isinstance(body, dict) else None
    return found if isinstance(found, list) else []
