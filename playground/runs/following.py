"""Answers that go on upstream without us: while they are made, and after a lost connection, they are asked for."""

import asyncio
from collections.abc import Awaitable, Callable

from playground.openai import errors
from playground.openai.client import Request

from .live import Live

# Seconds before the next request: the first after news, the last after many that brought none.
PAUSES = (0.25, 0.5, 1.0, 1.0, 2.0, 2.0, 4.0)
# So many requests in a row that brought nothing, about half an hour of them, are enough.
PATIENCE = 450
REFUSALS = (errors.AuthenticationFailed, errors.PermissionDenied, errors.BadRequest, errors.NotFound)

Prepare = Callable[..., Request]
Ask = Callable[[Request], Awaitable[None]]


async def follow(live: Live, prepare: Prepare, ask: Ask, first: Request | None) -> None:
    """Ask for the answer, and go on asking until it is whole or its transcript has nothing more to ask for.

    `first` is the run's own request, None when that was sent by a process that has died; `prepare` makes the others.
    """
    request = first
    tries = 0
    while True:
        error: errors.OpenAIError | None = None
        known = live.received
        try:
            if request is not None:
                await ask(request)
        except errors.OpenAIError as raised:
            error = raised
        tries = 0 if live.received > known else tries + 1
        step = live.transcript.next_step(tries)
        if step is None or is_final(error, request, tries):
            if error:
                raise error
            return
        request = prepare(*step)
        await asyncio.sleep(PAUSES[min(tries, len(PAUSES) - 1)])


def is_final(error: errors.OpenAIError | None, request: Request | None, tries: int) -> bool:
    """Whether asking again is no use. A refused stream may still be given as a whole."""
    if error is None:
        return False
    was_stream = request is not None and request.streams
    return tries > PATIENCE or (isinstance(error, REFUSALS) and not was_stream)
