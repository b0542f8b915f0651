"""`POST /responses`: https://platform.openai.com/docs/api-reference/responses/create"""

import asyncio
from collections.abc import AsyncIterator
from functools import partial
from typing import Any

from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase

from .. import catalog, faults
from ..endpoint import Call
from ..models import StoredResponse
from . import rules, stored
from .compose import compose
from .context import Context
from .events import Events
from .frame import Response
from .inclusion import included
from .item_events import without_partials
from .parameters import CREATE
from .streaming import BROKEN, after, follow, live
from .timeline import PAST


async def create(call: Call) -> dict[str, Any] | HttpResponseBase:
    CREATE.check(call.body, "")
    params = {name: without_nulls(value) for name, value in call.body.items() if value is not None}
    rules.check_references(params)
    model = catalog.find_for("v1/responses", params["model"], "chat", "reasoning")
    streams, background = bool(params.get("stream")), bool(params.get("background"))
    if response := await faults.before_answer(model.fault, streams or background):
        return response
    before = await stored.previous(params, call.account)
    context = await stored.context_of(params, call.account, before)
    await asyncio.to_thread(rules.check, params, model, context)
    made = await asyncio.to_thread(compose, params, model, context)
    include, obfuscate = params.get("include", ()), obfuscates(params)
    if background:
        total = await asyncio.to_thread(count, made)
        row = await stored.keep(made, context, call.account, total, before)
        if streams:
            return event_stream(catching_up(call, row, include, obfuscate))
        return included(stored.snapshot(row), include)
    keep = partial(remember, made, context, call, before)
    if streams:
        return event_stream(live(Events(included(made, include), obfuscate), model, call.request, keep))
    await keep()
    shown = shown_whole(made, include)
    return await faults.whole(shown, model, call.request, made["usage"]["output_tokens"])


async def remember(made: Response, context: Context, call: Call, before: StoredResponse | None) -> None:
    if made["store"]:
        await stored.keep(made, context, call.account, 0, before)


def without_nulls(value: Any) -> Any:
    """An object of settings without those that are null, which is not to give them."""
    return {k: v for k, v in value.items() if v is not None} if isinstance(value, dict) else value


def obfuscates(params: dict[str, Any]) -> bool:
    return params.get("stream_options", {}).get("include_obfuscation") is not False


def count(made: Response) -> int:
    return sum(1 for _ in Events(made))


def shown_whole(made: Response, include: Any) -> Response:
    shown = included(made, include)
    return {**shown, "output": [without_partials(item) for item in shown["output"]]}


def event_stream(pieces: AsyncIterator[str]) -> StreamingHttpResponse:
    return StreamingHttpResponse(pieces, content_type="text/event-stream; charset=utf-8")


def catching_up(
    call: Call, row: StoredResponse, include: Any, obfuscate: bool, number: int | None = None
) -> AsyncIterator[str]:
    """The events of a kept response after that number: those of the past at once, the others as they happen."""
    events = after(Events(included(row.response, include), obfuscate), number)
    times = PAST if stored.ended(row) else stored.timeline(row)
    pieces = follow(events, times, partial(stored.cancelled, row))
    fault = catalog.find(row.response["model"]).fault
    return faults.in_stream(fault, pieces, call.request, BROKEN) if fault in ("cut", "malformed") else pieces
