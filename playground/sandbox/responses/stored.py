"""Stored responses: found by id within their account, continued by the next, and bounded in number."""

import json
import time
from typing import Any

from ..bounded import keep_newest, keep_within, storable
from ..errors import APIError, bad_request
from ..models import StoredResponse
from .attachments import slim
from .context import Context, Item, items_of
from .events import finished_items
from .frame import Response
from .timeline import Timeline

MOST_KEPT = 500
MOST_CHARACTERS = 200_000_000


async def keep(
    response: Response, context: Context, account: str, events: int, before: StoredResponse | None
) -> StoredResponse:
    """Remember the response, and forget the oldest beyond `MOST_KEPT` or `MOST_CHARACTERS` in all."""
    now = time.time()
    if events and response["completed_at"]:
        response = {**response, "completed_at": Timeline.of(response, now, events).end()}
    items = [*context.given, *response["output"]]
    given = [slim(item) for item in context.given]
    row = await StoredResponse.objects.acreate(
        response_id=response["id"],
        account=account,
        started=now,
        events=events,
        response=storable(response),
        input=storable(given),
        ancestors=[*before.ancestors, before.response_id] if before else [],
        item_ids=storable(f" {' '.join(item['id'] for item in items)} "),
        size=len(json.dumps(given)) + len(json.dumps(response)),
    )
    await keep_newest(StoredResponse.objects.all(), MOST_KEPT)
    await keep_within(StoredResponse.objects.all(), MOST_CHARACTERS)
    return row


async def lookup(response_id: str, account: str) -> StoredResponse | None:
    return await StoredResponse.objects.filter(response_id=storable(response_id), account=account).afirst()


async def find(response_id: str, account: str) -> StoredResponse:
    if not response_id.startswith("resp"):
        raise bad_request(
            f"Invalid 'response_id': '{response_id}'. Expected an ID that begins with 'resp'.",
            "response_id",
            "invalid_value",
        )
    row = await lookup(response_id, account)
    if row is None:
        raise APIError(404, f"Response with id '{response_id}' not found.")
    return row


async def previous(params: dict[str, Any], account: str) -> StoredResponse | None:
    """The response that this one goes on from."""
    if "previous_response_id" not in params:
        return None
    name = params["previous_response_id"]
    row = await lookup(name, account)
    if row is None:
        message = f"Previous response with id '{name}' not found."
        raise bad_request(message, "previous_response_id", "previous_response_not_found")
    return row


async def context_of(params: dict[str, Any], account: str, before: StoredResponse | None) -> Context:
    """The input with its references resolved, after all that the chain of responses said."""
    earlier: list[Item] = []
    if before:
        chain = StoredResponse.objects.filter(account=account, response_id__in=before.ancestors)
        async for row in chain.order_by("id"):
            earlier += [*row.input, *snapshot(row)["output"]]
        earlier += [*before.input, *snapshot(before)["output"]]
    given = [await resolved(item, account) for item in items_of(params.get("input"))]
    return Context(params.get("instructions", ""), earlier, given)


async def resolved(item: Item, account: str) -> Item:
    """The item itself, or the stored one that it refers to."""
    if item["type"] != "item_reference":
        return item
    name = storable(item["id"])
    rows = StoredResponse.objects.filter(account=account, item_ids__contains=f" {name} ")
    async for row in rows.order_by("-id"):
        for found in [*row.input, *row.response["output"]]:
            if found["id"] == name:
                return dict(found)
    raise APIError(
        404,
        f"Item with id '{name}' not found. Items are not persisted when `store` is set to false. Try again with "
        "`store` set to true, or remove this item from your input.",
        param="input",
    )


def timeline(row: StoredResponse) -> Timeline:
    return Timeline.of(row.response, row.started, row.events)


def ended(row: StoredResponse) -> bool:
    """Whether the response is what it will stay."""
    if not row.response["background"] or row.response["status"] == "cancelled":
        return True
    return timeline(row).happened(time.time()) >= row.events


def snapshot(row: StoredResponse) -> Response:
    """The response as far as it has come by now."""
    if ended(row):
        return dict(row.response)
    now, times = time.time(), timeline(row)
    status = times.status(now, row.response["status"])
    output = finished_items(row.response, times.happened(now))
    unfinished = {"completed_at": None, "error": None, "incomplete_details": None, "usage": None}
    return {**row.response, **unfinished, "status": status, "output": output}


async def cancel(row: StoredResponse) -> None:
    """Leave it as it is now, for good; one that has ended stays."""
    if ended(row):
        return
    row.response = {**snapshot(row), "status": "cancelled"}
    await row.asave(update_fields=["response"])


async def cancelled(row: StoredResponse) -> bool:
    """Whether it was cancelled or deleted since the row was read."""
    now = await lookup(row.response_id, row.account)
    return now is None or now.response["status"] == "cancelled"
