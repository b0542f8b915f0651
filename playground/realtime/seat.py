"""The page's seat in a session: pages come and go, one at a time, and what they say waits to be passed on."""

import asyncio
from typing import Any, Protocol

from .mailbox import Mailbox

MOST_UNSENT = 2 * 1024 * 1024
Said = bytes | dict[str, Any]


class Page(Protocol):
    """The page's end: what is put there goes to the browser in its order."""

    def tell(self, type: str, **fields: Any) -> None: ...
    def play(self, pcm: bytes) -> None: ...
    async def room(self) -> None: ...


class Seat:
    """`greeting` is what a page that joins is told first."""

    def __init__(self) -> None:
        self.page: Page | None = None
        self.greeting = ""
        self.inbox: Mailbox[Said] = Mailbox(MOST_UNSENT)
        self._present, self._absent = asyncio.Event(), asyncio.Event()

    def attach(self, page: Page) -> Page | None:
        """This page speaks and listens from now on; returns the one that did before."""
        before, self.page = self.page, page
        self._present.set()
        self._absent.clear()
        if self.greeting:
            page.tell(self.greeting)
        return before

    def detach(self, page: Page) -> None:
        if self.page is page:
            self.page = None
            self._present.clear()
            self._absent.set()

    def greet(self, greeting: str) -> None:
        """Tell it now, and every page that joins later."""
        self.greeting = greeting
        self.tell(greeting)

    def tell(self, type: str, **fields: Any) -> None:
        if self.page:
            self.page.tell(type, **fields)

    def put(self, said: Said) -> bool:
        """Take in what the page says; False when too much of it waits already."""
        return self.inbox.put(said, len(said) if isinstance(said, bytes) else 1000)

    async def taken(self) -> None:
        """Return when a page is there."""
        await self._present.wait()

    async def left(self) -> None:
        await self._absent.wait()
