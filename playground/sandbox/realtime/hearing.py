"""Listening: what was said in a turn, recognised segment by segment while the turn may still go on."""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any, TypeVar

from ..audio.listener import Word, recognise
from .sound import HEARD_RATE, Samples, resampled

# Sockets share these, so that many of them do not take all of the machine.
POOL = ThreadPoolExecutor(2, thread_name_prefix="realtime")
Result = TypeVar("Result")
Words = list[Word]


async def off_loop(work: Callable[..., Result], *given: Any) -> Result:
    return await asyncio.get_running_loop().run_in_executor(POOL, work, *given)


class Hearing:
    """One turn's sound on its way to words: `words` holds those of each segment, then None.

    `task` ends with the whole text. `committed` is set once the turn is an item of the conversation.
    """

    def __init__(self, rate: int, spawn: Callable[[Coroutine[Any, Any, str]], asyncio.Task[str]]) -> None:
        self.rate = rate
        self.segments: asyncio.Queue[Samples | None] = asyncio.Queue()
        self.words: asyncio.Queue[Words | None] = asyncio.Queue()
        self.committed = asyncio.Event()
        self.seconds = 0.0
        self.task = spawn(self.listen())
        self.telling: asyncio.Task[None] | None = None

    def add(self, samples: Samples) -> None:
        self.segments.put_nowait(samples)

    def end(self) -> None:
        self.segments.put_nowait(None)

    async def listen(self) -> str:
        said: list[str] = []
        while (samples := await self.segments.get()) is not None:
            words = await off_loop(words_in, samples, self.rate, self.seconds)
            self.seconds += len(samples) / self.rate
            self.words.put_nowait(words)
            said += [word.text for word in words]
        self.words.put_nowait(None)
        return " ".join(said)

    def cancel(self) -> None:
        for task in filter(None, (self.task, self.telling)):
            task.cancel()


def words_in(samples: Samples, rate: int, since: float) -> Words:
    """The words of a segment, with their times in the turn, of which `since` seconds went before."""
    found = recognise(resampled(samples, rate, HEARD_RATE))
    return [replace(word, start=word.start + since, end=word.end + since) for word in found]
