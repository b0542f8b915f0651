"""Sending a response's events: at its model's pace, or as far as a background response has come."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from itertools import islice

from django.http import HttpRequest

from .. import faults
from ..catalog import Model
from ..pacing import EVENTS_AT_ONCE, paced
from .events import Events
from .timeline import Timeline

BEFORE_THOUGHT = 3
LOOK = 0.5
# The faults that strike while events are sent; a failed response is composed as one.
BREAKS = ("stall", "cut", "malformed")
BROKEN = 'event: response.output_text.delta\ndata: {"type":"response.output_text.delta","delta":"brok\n\n'


async def live(
    events: Events, model: Model, request: HttpRequest, keep: Callable[[], Awaitable[object]]
) -> AsyncIterator[str]:
    """The events of a response as it is made; it is kept before its last event says that it is done."""
    source = at_pace(events, model)
    if model.fault in BREAKS:
        source = faults.in_stream(model.fault, source, request, BROKEN)
    async for piece in source:
        yield piece
    if model.fault == "malformed":
        return
    await keep()
    for piece in events.end():
        yield piece


async def at_pace(events: Events, model: Model) -> AsyncIterator[str]:
    """Created and begun at once, then it thinks, then a piece at a time."""
    body = events.body()
    usage = events.response["usage"]
    yield "".join(islice(body, BEFORE_THOUGHT if usage["output_tokens_details"]["reasoning_tokens"] else 2))
    async for piece in paced(body, model.speed, usage["output_tokens_details"]["reasoning_tokens"]):
        yield piece


async def follow(
    events: Iterable[str], timeline: Timeline, gone: Callable[[], Awaitable[bool]]
) -> AsyncIterator[str]:
    """The events as they fall due; those of the past at once. It ends early when the response is `gone`."""
    batch: list[str] = []
    look = time.monotonic() + LOOK
    for position, event in enumerate(events):
        while (wait := timeline.due(position) - time.time()) > 0 or len(batch) >= EVENTS_AT_ONCE:
            if batch:
                yield "".join(batch)
                batch.clear()
            await asyncio.sleep(min(max(wait, 0), LOOK))
            if time.monotonic() > look:
                look = time.monotonic() + LOOK
                if await gone():
                    return
        batch.append(event)
    yield "".join(batch)


def after(events: Iterable[str], number: int | None) -> Iterator[str]:
    """The events whose sequence number is higher, '' for the others."""
    for position, event in enumerate(events):
        yield event if number is None or position > number else ""
