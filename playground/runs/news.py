"""Telling other processes that a run moved on. News only: what moved is read from the journal."""

import asyncio
import logging
from collections.abc import Iterable

from channels.layers import get_channel_layer
from django.conf import settings

# Seconds until Redis is asked again after it was away.
AGAIN = 1.0
logger = logging.getLogger(__name__)


def group(pk: int) -> str:
    """The channel group of everybody who follows this run from another process."""
    return f"run.{pk}"


async def announce(pks: Iterable[int]) -> None:
    """Tell readers in other processes; those of this one already know. Lost news is no harm: they also look."""
    if not settings.REDIS_URL:
        return
    # Importing redis takes half a second, which a start without it need not spend.
    from redis.exceptions import RedisError

    layer = get_channel_layer()
    try:
        for pk in pks:
            await layer.group_send(group(pk), {"type": "run.moved"})
    except (RedisError, OSError) as error:
        logger.warning("Redis did not take the news of %s: %s", pks, error)


async def hear(pk: int, moved: asyncio.Event) -> None:
    """Set `moved` at all news of the run, until cancelled. While Redis is away readers look by themselves."""
    from redis.exceptions import RedisError

    layer = get_channel_layer()
    name = await layer.new_channel()
    while True:
        try:
            await layer.group_add(group(pk), name)
            while True:
                await layer.receive(name)
                moved.set()
        except (RedisError, OSError) as error:
            logger.warning("Redis told nothing of run %s: %s", pk, error)
            await asyncio.sleep(AGAIN)
