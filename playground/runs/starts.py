"""Runs that begin together take turns, so that those under way are heard of meanwhile."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

# So many send their requests at once.
AT_ONCE = 2
# Seconds after which the next one begins even where the server has not answered yet.
LONGEST = 0.02


class Starts:
    """Whose turn it is to send; one that finds nobody before it does not wait."""

    def __init__(self) -> None:
        self._places = asyncio.Semaphore(AT_ONCE)

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for a place, and hold it through the block, or for LONGEST if that is shorter."""
        await self._places.acquire()
        is_held = True

        def give_back() -> None:
            nonlocal is_held
            if is_held:
                is_held = False
                self._places.release()

        timer = asyncio.get_running_loop().call_later(LONGEST, give_back)
        try:
            yield
        finally:
            timer.cancel()
            give_back()
