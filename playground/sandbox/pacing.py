"""When the pieces of an answer leave: a model has a speed, and a reasoning one thinks first."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterable

EVENTS_AT_ONCE = 64
THINKING_SPEED = 400


async def paced(events: Iterable[str], speed: float | None, thinking: int) -> AsyncIterator[str]:
    """The events at `speed` a second, after thinking; without a speed, many in one piece."""
    if speed is None:
        batch: list[str] = []
        for event in events:
            batch.append(event)
            if len(batch) == EVENTS_AT_ONCE:
                yield "".join(batch)
                batch.clear()
                await asyncio.sleep(0)
        yield "".join(batch)
        return
    due = time.monotonic() + thinking / THINKING_SPEED
    for position, event in enumerate(events):
        if position:
            due += 1 / speed
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        yield event
