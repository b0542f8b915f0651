"""WebSockets as Daphne speaks them, that say when the reader at the other end is slower than we are."""

import asyncio
import socket
from typing import Any

from daphne import ws_protocol

# The kernel keeps no more than this for a reader that does not read, so that what it gets is not stale.
UNSENT_MAX = 128 * 1024


class WebSocketProtocol(ws_protocol.WebSocketProtocol):
    """`writable` is set while the transport's buffer has room; the application finds it in its scope."""

    def onConnect(self, request: Any) -> Any:
        self.writable = asyncio.Event()
        self.writable.set()
        # The HTTP channel this socket grew out of is still what the transport would pause.
        self.transport.unregisterProducer()
        self.transport.registerProducer(self, True)
        if hasattr(socket, "TCP_NOTSENT_LOWAT"):
            connection = self.transport.getHandle()
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, UNSENT_MAX)
        return super().onConnect(request)

    def pauseProducing(self) -> None:
        self.writable.clear()

    def resumeProducing(self) -> None:
        self.writable.set()

    def stopProducing(self) -> None:
        self.writable.set()

    def onClose(self, wasClean: bool, code: int | None, reason: str | None) -> None:
        self.writable.set()
        super().onClose(wasClean, code, reason)


class WebSocketFactory(ws_protocol.WebSocketFactory):
    protocol = WebSocketProtocol
