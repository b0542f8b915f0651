"""Upstream servers for tests: real sockets, so that what is seen is what goes over the wire."""

import asyncio
import re
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field

from playground.openai.client import Answer, Client, Endpoint


@dataclass
class Received:
    """One request as it arrived."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes


Answering = Callable[[Received, asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Upstream:
    """A server on a local port that keeps what it received."""

    endpoint: Endpoint
    requests: list[Received] = field(default_factory=list)
    disconnected: asyncio.Event = field(default_factory=asyncio.Event)
    connections: int = 0


def response(
    body: bytes, content_type: str = "application/json", status: str = "200 OK", more: str = ""
) -> bytes:
    """A whole HTTP/1.1 answer; `more` are further header lines, each ended by CRLF."""
    head = f"HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\nContent-Length: {len(body)}\r\n{more}\r\n"
    return head.encode() + body


STREAM_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"


def piece(data: bytes) -> bytes:
    """One piece of a chunked body."""
    return b"%x\r\n%b\r\n" % (len(data), data)


@asynccontextmanager
async def serving(
    answer: Answering | bytes, tls: ssl.SSLContext | None = None, **endpoint: object
) -> AsyncIterator[Upstream]:
    """An upstream that gives every request this answer, or lets a coroutine write one; over TLS if `tls` is given."""

    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        upstream.connections += 1
        try:
            while received := await _receive(reader):
                upstream.requests.append(received)
                if isinstance(answer, bytes):
                    writer.write(answer)
                    await writer.drain()
                else:
                    await answer(received, reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            upstream.disconnected.set()
            writer.close()

    tasks: list[asyncio.Task[None]] = []

    def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        tasks.append(asyncio.create_task(converse(reader, writer)))

    server = await asyncio.start_server(connected, "127.0.0.1", 0, ssl=tls)
    port = server.sockets[0].getsockname()[1]
    upstream = Upstream(Endpoint(f"{'https' if tls else 'http'}://127.0.0.1:{port}/v1", **endpoint))
    try:
        yield upstream
    finally:
        server.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def asking(client: Client, operation: str, params: dict[str, object]) -> AbstractAsyncContextManager[Answer]:
    """The operation prepared, sent and opened."""
    return client.open(client.prepare(operation, params))


def form_parts(received: Received) -> list[tuple[str, str | None, bytes]]:
    """Name, file name and content of each part of a multipart form."""
    boundary = b"--" + received.headers["content-type"].partition("boundary=")[2].encode()
    found = []
    for part in received.body.split(boundary)[1:-1]:
        head, _, content = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        quoted = dict(re.findall(r'(name|filename)="([^"]*)"', head.decode()))
        found.append((quoted["name"], quoted.get("filename"), content.removesuffix(b"\r\n")))
    return found


async def _receive(reader: asyncio.StreamReader) -> Received | None:
    head = await reader.readuntil(b"\r\n\r\n") if not reader.at_eof() else b""
    if not head:
        return None
    request_line, *lines = head.decode("latin-1").rstrip().split("\r\n")
    method, target, _ = request_line.split(" ")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    return Received(method, target, headers, body)
