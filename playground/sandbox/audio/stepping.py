"""A generator that works, driven from the event loop: each step of it in a thread, none after its reader is gone."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Generator
from typing import TypeVar

Step = TypeVar("Step")


async def stepped(
    work: Generator[Step, None, None], stop: Callable[[], None] = lambda: None
) -> AsyncGenerator[Step, None]:
    """The steps as they are done.

    Closing this, or cancelling, calls `stop` to make the step in hand a short one, waits for it and closes `work`.
    """
    step: asyncio.Future[list[Step]] | None = None
    try:
        while True:
            step = asyncio.ensure_future(asyncio.to_thread(next_of, work))
            done = await asyncio.shield(step)
            if not done:
                return
            yield done[0]
    finally:
        stop()
        if step:
            await asyncio.wait([step])
        work.close()


def next_of(work: Generator[Step, None, None]) -> list[Step]:
    """The next step, or nothing: a future cannot carry a StopIteration."""
    for step in work:
        return [step]
    return []
