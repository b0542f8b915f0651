"""A queue that is bounded by the bytes in it: who fills it is told, who empties it waits."""

import asyncio
from collections import deque
from typing import Generic, TypeVar

T = TypeVar("T")


class Mailbox(Generic[T]):
    def __init__(self, most: int) -> None:
        self.most = most
        self.size = 0
        self._items: deque[tuple[T, int]] = deque()
        self._news = asyncio.Event()
        self._room = asyncio.Event()
        self._room.set()

    def put(self, item: T, size: int) -> bool:
        """Take the item in; False when that makes it more than the box should hold."""
        self._items.append((item, size))
        self.size += size
        self._news.set()
        if self.size > self.most:
            self._room.clear()
        return self.size <= self.most

    async def get(self) -> T:
        while not self._items:
            self._news.clear()
            await self._news.wait()
        item, size = self._items.popleft()
        self.size -= size
        if self.size <= self.most // 2:
            self._room.set()
        return item

    def clear(self) -> None:
        self._items.clear()
        self.size = 0
        self._room.set()

    @property
    def has_room(self) -> bool:
        return self._room.is_set()

    async def room(self) -> None:
        """Wait until there is room again."""
        await self._room.wait()
