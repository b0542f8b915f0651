"""Sending at a rate: sound somewhat faster than it plays, words as fast as the model writes."""

import asyncio
import time

from ..catalog import Model

FASTER_THAN_PLAYED = 2.0
# Sound may run ahead of its rate by so much, so that playing begins at once and never stops.
LEAD = 0.6


class Pace:
    """A model without a speed waits for nothing; one slower than talk sends sound as fast as it plays."""

    def __init__(self, model: Model) -> None:
        self.speed = model.speed
        self.talk = 1.0 if self.speed is not None and self.speed < 10 else FASTER_THAN_PLAYED
        self.due = time.monotonic()

    async def sound(self, seconds: float) -> None:
        await self.wait(seconds / self.talk, LEAD)

    async def word(self) -> None:
        if self.speed:
            await self.wait(1 / self.speed, 0.0)

    async def wait(self, seconds: float, lead: float) -> None:
        now = time.monotonic()
        self.due = max(self.due, now - lead) + seconds
        await asyncio.sleep(0.0 if self.speed is None else max(0.0, self.due - lead - now))
