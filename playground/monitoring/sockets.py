"""How many sockets are open."""

from collections.abc import Awaitable, Callable
from typing import Any


class OpenSockets:
    """Counts the sockets that go through `counted`."""

    def __init__(self) -> None:
        self.count = 0

    def counted(self, app: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
        async def counting(scope: dict[str, Any], receive: Any, send: Any) -> None:
            self.count += 1
            try:
                await app(scope, receive, send)
            finally:
                self.count -= 1

        return counting


open_sockets = OpenSockets()
