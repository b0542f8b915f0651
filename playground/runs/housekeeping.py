"""What each process does now and then: forget what is not kept, delete what is too old."""

import asyncio

from . import forgetting, retention
from .engine import engine

FORGET_EVERY = 3.0
PRUNE_EVERY = 600.0
FIRST_PRUNE = 20.0
# Between two batches, so that the runs of the process are written in time.
BREATH = 0.5


async def forget() -> None:
    while True:
        await asyncio.sleep(FORGET_EVERY)
        await engine.journal.write(forgetting.forget)


async def prune() -> None:
    await asyncio.sleep(FIRST_PRUNE)
    while True:
        deleted = await engine.journal.write(retention.prune_by_setting)
        await asyncio.sleep(BREATH if deleted else PRUNE_EVERY)
