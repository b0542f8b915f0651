"""WebSockets as Daphne speaks them, that say when the reader at the other end is slower than we are."""

import asyncio
import socket
from typing import Any

from autobahn.websocket import protocol as autobahn
from autobahn.websocket.types import ConnectionDeny
from daphne import ws_protocol

# Autobahn prints the settings of each connection for its log, beautifully, whether they are logged or not.
autobahn.pformat = repr  # type: ignore[attr-defined, assignment]

# The kernel keeps no more than this for a reader that does not read, so that what it gets is not stale.
UNSENT_MAX = 128 * 1024
# One event of the sandbox's realtime API may bring 15 MB of sound, in base64.
API_PATH = "/sandbox/v1/"
API_MESSAGE_MAX = 21 * 1024 * 1024
# What a close frame has room for.
REASON_MAX = 123


class WebSocketProtocol(ws_protocol.WebSocketProtocol):
    """`writable` is set while the transport's buffer has room; the application finds it in its scope."""

    def onConnect(self, request: Any) -> Any:
        if not request.headers.get("sec-websocket-protocol", "").isascii():
            # Daphne's own answers what it cannot read with a 500.
            raise ConnectionDeny(ConnectionDeny.BAD_REQUEST, "Name subprotocols in ASCII.")  # type: ignore[no-untyped-call]
        if request.path.startswith(API_PATH):
            self.maxFramePayloadSize = self.maxMessagePayloadSize = API_MESSAGE_MAX
        self.writable = asyncio.Event()
        self.writable.set()
        # The HTTP channel this socket grew out of is still what the transport would pause.
        self.transport.unregisterProducer()
        self.transport.registerProducer(self, True)
        if hasattr(socket, "TCP_NOTSENT_LOWAT"):
            connection = self.transport.getHandle()
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, UNSENT_MAX)
        return super().onConnect(request)

    def handle_reply(self, message: dict[str, Any]) -> None:
        if message["type"] == "websocket.close" and self.state == self.STATE_OPEN:
            # Daphne's own drops the reason and fails for codes like 1001 and 1013.
            reason = message.get("reason") or ""
            self.sendCloseFrame(message.get("code") or 1000, reason.encode()[:REASON_MAX])
        elif message["type"] != "websocket.send" or self.state in (self.STATE_CONNECTING, self.STATE_OPEN):
            # What is sent while the socket closes goes nowhere: its application is about to hear of the end.
            super().handle_reply(message)

    def sendMessage(self, payload: bytes, *args: Any, **options: Any) -> None:
        # The limit is for what readers send. Autobahn holds what is sent to it too: a longer frame would be no frame.
        limit, self.maxMessagePayloadSize = self.maxMessagePayloadSize, 0
        try:
            super().sendMessage(payload, *args, **options)
        finally:
            self.maxMessagePayloadSize = limit

    def sendData(self, data: bytes, sync: bool = False, chopsize: int | None = None) -> None:
        # Autobahn's own colours a line for its log each time, kept or not; Twisted's write asks the loop for each
        # whether there is room. Mostly there is: only what the socket does not take has to wait.
        wire = self.transport
        if sync or chopsize or self.send_queue or not wire.connected or wire.disconnecting:
            super().sendData(data, sync, chopsize)
            return
        is_first = not (wire.dataBuffer or wire._tempDataLen)
        taken = wire.writeSomeData(data) if is_first else 0
        wire.write(data[taken:] if isinstance(taken, int) else data)

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
