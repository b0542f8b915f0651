"""Reading and changing stored completions: https://platform.openai.com/docs/api-reference/chat/list"""

import re
from typing import Any

from ..bounded import storable
from ..endpoint import Call
from ..errors import bad_request
from ..listing import Page, listed
from ..models import StoredCompletion
from ..structures import METADATA, Object
from . import stored
from .messages import text_of

UPDATE = Object(fields={"metadata": METADATA}, required=("metadata",))
LABEL = re.compile(r"metadata\[(.+)\]")
FILTERS = {"model", "limit", "after", "order", "metadata"}


async def index(call: Call) -> dict[str, Any]:
    """The account's stored completions, by model and metadata."""
    page = Page.of(call.request)
    found = StoredCompletion.objects.filter(account=call.account)
    if model := call.request.GET.get("model"):
        found = found.filter(model=model)
    labels = {match[1]: value for name, value in call.request.GET.items() if (match := LABEL.fullmatch(name))}
    for name in call.request.GET:
        if name not in FILTERS and not LABEL.fullmatch(name):
            raise bad_request(f"Unknown parameter: '{name}'.", name, "unknown_parameter")
    if labels:
        # A label's name may hold what a JSON path cannot: the few rows are compared here.
        ids = [kept.id async for kept in found if labels.items() <= kept.metadata.items()]
        found = found.filter(id__in=ids)
    if page.after:
        last = await stored.find(page.after, call.account)
        found = found.filter(id__gt=last.id) if page.order == "asc" else found.filter(id__lt=last.id)
    ordered = found.order_by("id" if page.order == "asc" else "-id")
    rows = [stored.shown(kept) async for kept in ordered[: page.limit + 1]]
    return listed(rows[: page.limit], has_more=len(rows) > page.limit)


async def retrieve(call: Call, completion_id: str) -> dict[str, Any]:
    return stored.shown(await stored.find(completion_id, call.account))


async def update(call: Call, completion_id: str) -> dict[str, Any]:
    UPDATE.check(call.body, "")
    kept = await stored.find(completion_id, call.account)
    kept.metadata = storable(call.body["metadata"])
    await kept.asave(update_fields=["metadata"])
    return stored.shown(kept)


async def delete(call: Call, completion_id: str) -> dict[str, Any]:
    await (await stored.find(completion_id, call.account)).adelete()
    return {"object": "chat.completion.deleted", "id": completion_id, "deleted": True}


async def messages(call: Call, completion_id: str) -> dict[str, Any]:
    page = Page.of(call.request)
    kept = await stored.find(completion_id, call.account)
    rows = [as_stored(message, f"{completion_id}-{i}") for i, message in enumerate(kept.messages)]
    if page.order == "desc":
        rows.reverse()
    if page.after:
        ids = [row["id"] for row in rows]
        if page.after not in ids:
            raise bad_request(f"No message found with id '{page.after}'.", "after", "invalid_value")
        rows = rows[ids.index(page.after) + 1 :]
    return listed(rows[: page.limit], has_more=len(rows) > page.limit)


def as_stored(message: dict[str, Any], identity: str) -> dict[str, Any]:
    parts = message.get("content") if isinstance(message.get("content"), list) else None
    text = None if message.get("content") is None else text_of(message)
    return {**message, "id": identity, "content": text, "content_parts": parts}
