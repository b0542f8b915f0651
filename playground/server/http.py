"""HTTP as Daphne speaks it, with a bound on bodies, and bodies that the application reads in pieces."""

import asyncio
from io import BytesIO
from typing import Any

from daphne import http_protocol
from django.conf import settings
from twisted.internet import reactor

PIECE = 64 * 1024
# How long a refused body is read on and thrown away, so that the answer is seen before the connection breaks.
LINGER_SECONDS = 5
TOO_LARGE = b"The request is larger than this server takes: %d bytes, set by UPLOAD_MAX_SIZE.\n"


class Request(http_protocol.WebRequest):
    """One request. A body over `settings.UPLOAD_MAX_SIZE` is refused with 413 before it is spooled."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # Twisted would read a posted form into memory and parse it on the event loop, and Django again.
        super().__init__(*args, parsePOSTFormSubmission=False, **kwargs)
        self.body = BytesIO()
        self.body_size = 0
        self.body_left: int | None = None
        self.refused = False

    def gotLength(self, length: int | None) -> None:
        if length is not None and length > settings.UPLOAD_MAX_SIZE:
            self.content = BytesIO()
            self.refuse()
        else:
            super().gotLength(length)

    def handleContentChunk(self, data: bytes) -> None:
        self.body_size += len(data)
        if not self.refused and self.body_size > settings.UPLOAD_MAX_SIZE:
            self.refuse()
        if not self.refused:
            super().handleContentChunk(data)

    def requestReceived(self, command: bytes, path: bytes, version: bytes) -> None:
        if self.refused:
            self.channel.loseConnection()
            return
        # Daphne takes the application's root path from this header, whoever sent it.
        self.requestHeaders.removeHeader(b"Daphne-Root-Path")
        super().requestReceived(command, path, version)

    def refuse(self) -> None:
        self.refused = True
        self.requestHeaders.removeHeader(b"Expect")
        text = TOO_LARGE % settings.UPLOAD_MAX_SIZE
        self.channel.transport.write(
            b"HTTP/1.1 413 Content Too Large\r\nContent-Type: text/plain\r\nConnection: close\r\n"
            b"Content-Length: %d\r\n\r\n%s" % (len(text), text)
        )
        self.channel.transport.loseWriteConnection()
        reactor.callLater(LINGER_SECONDS, self.channel.transport.abortConnection)

    def take_body(self) -> None:
        """Keep the body from Daphne, which would put all of it into the application's queue at once."""
        self.body, self.content = self.content, BytesIO()
        self.body_left = self.body_size

    async def receive(self, queue: asyncio.Queue[dict[str, Any]]) -> dict[str, Any]:
        """The application's `receive`: the body piece by piece, then what Daphne queues."""
        # Others get their turn between two pieces of a large body.
        await asyncio.sleep(0)
        if self.body_left is not None and not self.body.closed:
            piece = self.body.read(PIECE)
            left = self.body_left - len(piece)
            self.body_left = left or None
            return {"type": "http.request", "body": piece, "more_body": left > 0}
        while (message := await queue.get())["type"] == "http.request":
            pass
        return message

    def connectionLost(self, reason: Any) -> None:
        self.body.close()
        super().connectionLost(reason)

    def finish(self) -> None:
        self.body.close()
        super().finish()


class HTTPFactory(http_protocol.HTTPFactory):
    """Makes connections whose requests are ours."""

    def buildProtocol(self, addr: Any) -> Any:
        protocol = super().buildProtocol(addr)
        protocol.requestFactory = Request
        return protocol
