"""Responses by their id: https://platform.openai.com/docs/api-reference/responses"""

import asyncio
from typing import Any

from django.http.response import HttpResponseBase

from ..endpoint import Call
from ..errors import bad_request
from ..listing import Page, listed
from . import stored
from .inclusion import asked, flag, refuse_unknown, whole_number, with_asked
from .views import catching_up, event_stream, shown_whole


async def retrieve(call: Call, response_id: str) -> dict[str, Any] | HttpResponseBase:
    refuse_unknown(call.request, "stream", "starting_after", "include_obfuscation")
    include, number = asked(call.request), whole_number(call.request, "starting_after")
    streams = flag(call.request, "stream", False)
    obfuscate = flag(call.request, "include_obfuscation", True)
    if number is not None and not streams:
        message = "The 'starting_after' parameter is only allowed when 'stream' is enabled."
        raise bad_request(message, "starting_after")
    row = await stored.find(response_id, call.account)
    if streams:
        return event_stream(catching_up(call, row, include, obfuscate, number))
    return shown_whole(await asyncio.to_thread(stored.snapshot, row), include)


async def delete(call: Call, response_id: str) -> dict[str, Any]:
    await (await stored.find(response_id, call.account)).adelete()
    return {"id": response_id, "object": "response", "deleted": True}


async def cancel(call: Call, response_id: str) -> dict[str, Any]:
    row = await stored.find(response_id, call.account)
    if not row.response["background"]:
        raise bad_request("Cannot cancel a synchronous response.")
    await stored.cancel(row)
    return shown_whole(row.response, ())


async def input_items(call: Call, response_id: str) -> dict[str, Any]:
    refuse_unknown(call.request, "limit", "order", "after", "before")
    page, include = Page.of(call.request, order="desc"), asked(call.request)
    row = await stored.find(response_id, call.account)
    items = row.input if page.order == "asc" else row.input[::-1]
    if page.after:
        items = items[place(items, page.after, "after") + 1 :]
    first = items[: page.limit]
    if before := call.request.GET.get("before"):
        items = items[: place(items, before, "before")]
        first = items[-page.limit :]
    return listed([with_asked(item, include) for item in first], has_more=len(items) > page.limit)


def place(items: list[dict[str, Any]], item_id: str, name: str) -> int:
    """Where the item is that a cursor stands on."""
    for index, item in enumerate(items):
        if item["id"] == item_id:
            return index
    raise bad_request(f"No input item found with id '{item_id}'.", name, "invalid_value")
