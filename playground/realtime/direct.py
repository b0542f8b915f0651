"""A session that the page holds itself: sound goes straight between it and the provider, by WebRTC.

Its offer goes through here, because the page may talk to this server only. Its events come and go by the data channel
of the page, which tells them; so they are kept, priced and answered like those of any other session.
"""

import asyncio
from collections.abc import AsyncIterator
from typing import Any, TypeVar

from playground.openai.errors import ConnectionFailed, TimedOut
from playground.openai.realtime_closing import Close

from .mailbox import Mailbox
from .seat import Seat

T = TypeVar("T")

OPENING = 30.0
MOST_UNREAD = 4 * 1024 * 1024
ELSEWHERE = "Choose to connect through this server instead: that needs no more than this page does."
UNREACHED = "The browser and the provider found no way to each other: something between them blocks WebRTC."
SILENT = "The page did not connect the call in time."


class Call:
    """The upstream's end of such a session; `take` what the page tells of it."""

    def __init__(self, seat: Seat) -> None:
        self.seat = seat
        self.offered: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._open: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._events: Mailbox[str | None] = Mailbox(MOST_UNREAD)

    def take(self, message: dict[str, Any]) -> bool:
        """One of the page's words about its call; False when it tells more than is read."""
        match message["type"]:
            case "offer":
                if not self.offered.done():
                    self.offered.set_result(message["sdp"])
            case "channel":
                self.changed(message["state"])
            case "received":
                return self._events.put(message["event"], len(message["event"]))
        return True

    def changed(self, state: str) -> None:
        if state != "open":
            self._events.put(None, 0)
        if self._open.done():
            return
        if state == "open":
            self._open.set_result(None)
        else:
            self._open.set_exception(ConnectionFailed(UNREACHED, advice=ELSEWHERE))

    async def offer(self) -> str:
        """The page's offer, once it was asked for one."""
        self.seat.greet("call")
        return await in_time(self.offered)

    async def connect(self, answer: str) -> None:
        """Give the page the provider's answer; return when its data channel is open."""
        self.seat.greeting = ""
        self.seat.tell("answer", sdp=answer)
        await in_time(self._open)

    async def send(self, event: str) -> None:
        self.seat.tell("relay", event=event)

    async def __aiter__(self) -> AsyncIterator[str]:
        while (event := await self._events.get()) is not None:
            yield event

    @property
    def close(self) -> Close:
        return Close(None, "WebRTC tells no code and no reason.")


async def in_time(awaited: asyncio.Future[T]) -> T:
    """Raises TimedOut when the page takes too long."""
    try:
        async with asyncio.timeout(OPENING):
            return await awaited
    except TimeoutError:
        raise TimedOut(SILENT, advice=ELSEWHERE) from None
