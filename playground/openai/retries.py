"""Trying again where nothing was done: reads, refused connections, and requests turned away with 429."""

import random
from collections.abc import Awaitable, Callable
from typing import TypeVar

from playground.openai.errors import ConnectionFailed, OpenAIError, RateLimited, ServerFailed, TimedOut

ATTEMPTS = 3
FIRST_WAIT = 0.5
_LONGEST_WAIT = 60.0
_QUOTA = {"insufficient_quota", "billing_hard_limit_reached"}

T = TypeVar("T")


async def retrying(
    attempt: Callable[[int], Awaitable[T]],
    *,
    reads: bool,
    on_retry: Callable[[int, float, OpenAIError], None] | None,
    sleep: Callable[[float], Awaitable[None]],
) -> T:
    """The result of `attempt(number)`, started at most three times; the last error when all fail."""
    number = 1
    while True:
        try:
            return await attempt(number)
        except OpenAIError as error:
            wait = delay(number, error)
            if number >= ATTEMPTS or wait > _LONGEST_WAIT or not may_retry(error, reads=reads):
                raise
            if on_retry is not None:
                on_retry(number, wait, error)
        await sleep(wait)
        number += 1


def may_retry(error: OpenAIError, *, reads: bool) -> bool:
    """Whether sending the same again can help and, unless it only reads, repeats nothing."""
    match error:
        case RateLimited():
            return not {error.code, error.type} & _QUOTA
        case ConnectionFailed():
            return error.code == "refused" or (reads and error.code == "lost")
        case TimedOut():
            return reads and error.code == "connect_timeout"
        case ServerFailed():
            return reads
    return reads and error.kind == "incomplete"


def delay(attempt: int, error: OpenAIError) -> float:
    """Seconds to wait after an attempt: as the server asks, else 0.5 s, doubled each time, with jitter."""
    if error.retry_after is not None:
        return error.retry_after
    return FIRST_WAIT * 2.0 ** (attempt - 1) * random.uniform(0.75, 1.25)
