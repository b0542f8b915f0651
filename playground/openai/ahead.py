"""Reading ahead: what of a stream is there already comes as one."""

import asyncio
from collections.abc import AsyncGenerator

from playground.openai import pace

MOST_WAITING = 1024


async def ahead(pieces: AsyncGenerator[bytes, None]) -> AsyncGenerator[bytes, None]:
    """The same bytes in fewer pieces: one read from the network may bring hundreds, and whoever takes them pays for
    each. Nothing waits for more to come; when MOST_WAITING pieces wait to be taken, no more are read."""
    waiting: list[bytes] = []
    news, room = asyncio.Event(), asyncio.Event()

    async def read() -> None:
        async for piece in pieces:
            waiting.append(piece)
            news.set()
            if len(waiting) >= MOST_WAITING:
                room.clear()
                await room.wait()

    reading = asyncio.create_task(read())
    reading.add_done_callback(lambda _: news.set())
    try:
        with pace.stream():
            while not reading.done() or waiting:
                await news.wait()
                news.clear()
                if waiting:
                    taken = b"".join(waiting)
                    waiting.clear()
                    room.set()
                    yield taken
            await reading
    finally:
        reading.cancel()
        await asyncio.wait({reading})
        await pieces.aclose()
