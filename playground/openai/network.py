"""The connections under httpx's pool: asyncio's own, read at the pace of `pace`.

httpcore's own go through anyio, which takes a twelfth of a stream's CPU (`bench/streams.py 50`).
"""

# ruff: noqa: ASYNC109 (the signatures are httpcore's)
import asyncio
import socket
import ssl
from asyncio.staggered import staggered_race
from collections.abc import Iterable
from functools import partial
from typing import Any, cast

import httpcore

from playground.openai import pace

# The first looks at an answer bring its headers and its first token: nobody waits for those longer than they take.
AT_ONCE = 4
# What a look brings from a stream that has more to give: the next one need not wait for more to come.
MUCH = 4096
# More than this is left in the kernel until somebody reads.
MOST_WAITING = 256 * 1024
# How long a host's address may keep silent before the next one is tried beside it (RFC 8305).
NEXT_ADDRESS = 0.25


class PacedBackend(httpcore.AsyncNetworkBackend):
    """What httpcore asks for connections."""

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(timeout):
                reached = await reach(host, port, socket_options or ())
                transport, wire = await loop.create_connection(Wire, sock=reached)
        except TimeoutError as error:
            raise httpcore.ConnectTimeout from error
        except OSError as error:
            raise httpcore.ConnectError(str(error)) from error
        return PacedStream(transport, wire)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


async def reach(host: str, port: int, options: Iterable[Any]) -> socket.socket:
    """A socket that is connected to the first of the host's addresses to answer; OSError when none does."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    attempts = [partial(connected, family, address, options) for family, _, _, _, address in found]
    reached, _, failures = await staggered_race(attempts, NEXT_ADDRESS)
    if reached is None:
        raise next(filter(None, failures), OSError("the host has no address"))
    return cast(socket.socket, reached)


async def connected(family: int, address: Any, options: Iterable[Any]) -> socket.socket:
    reaching = socket.socket(family, socket.SOCK_STREAM)
    try:
        reaching.setblocking(False)
        for option in options:
            reaching.setsockopt(*option)
        await asyncio.get_running_loop().sock_connect(reaching, address)
    except BaseException:
        reaching.close()
        raise
    return reaching


class PacedStream(httpcore.AsyncNetworkStream):
    def __init__(self, transport: Any, wire: "Wire") -> None:
        self._transport, self._wire = transport, wire
        self._looks, self._brought = 0, 0

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        self._looks += 1
        if self._looks > AT_ONCE and self._brought < MUCH and (seconds := pace.pause()):
            await asyncio.sleep(seconds)
        try:
            content = await self._wire.read(max_bytes, timeout)
        except TimeoutError as error:
            raise httpcore.ReadTimeout from error
        except OSError as error:
            raise httpcore.ReadError(str(error)) from error
        self._brought = len(content)
        return content

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._looks = 0
        try:
            await self._wire.write(buffer, timeout)
        except TimeoutError as error:
            raise httpcore.WriteTimeout from error
        except OSError as error:
            raise httpcore.WriteError(str(error)) from error

    async def aclose(self) -> None:
        self._transport.abort()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        loop, secure = asyncio.get_running_loop(), None
        try:
            async with asyncio.timeout(timeout):
                secure = await loop.start_tls(
                    self._transport, self._wire, ssl_context, server_hostname=server_hostname
                )
        except TimeoutError as error:
            raise httpcore.ConnectTimeout from error
        except OSError as error:
            raise httpcore.ConnectError(str(error)) from error
        finally:
            if secure is None:
                self._transport.abort()
        self._wire.transport = secure
        return PacedStream(secure, self._wire)

    def get_extra_info(self, info: str) -> Any:
        if info == "is_readable":
            return self._wire.is_readable
        return self._transport.get_extra_info(TRANSPORT_INFO.get(info, info))


# How a transport calls what httpcore asks for.
TRANSPORT_INFO = {"client_addr": "sockname", "server_addr": "peername"}


class Wire(asyncio.Protocol):
    """What came over one connection and was not read yet. One task reads, one writes."""

    transport: Any

    def __init__(self) -> None:
        self._came = bytearray()
        self._has_ended = self._is_paused = self._is_full = False
        self._failure: Exception | None = None
        self._waiting: set[asyncio.Future[None]] = set()

    @property
    def is_readable(self) -> bool:
        """Whether a read would bring something at once, be it the end."""
        return bool(self._came) or self._has_ended

    async def read(self, most: int, timeout: float | None) -> bytes:
        """Bytes, none at the end. Raises TimeoutError, and OSError when the connection broke."""
        while not self.is_readable:
            await self._news(timeout)
        if self._failure and not self._came:
            raise OSError("The connection broke.") from self._failure
        content = bytes(self._came[:most])
        del self._came[:most]
        if self._is_paused and not self._came:
            self._is_paused = False
            self.transport.resume_reading()
        return content

    async def write(self, content: bytes, timeout: float | None) -> None:
        """Returns when there is room for more. Raises TimeoutError, and OSError when the connection broke."""
        self._check_writable()
        self.transport.write(content)
        while self._is_full:
            await self._news(timeout)
            self._check_writable()

    def _check_writable(self) -> None:
        if self._has_ended and self.transport.is_closing():
            raise OSError("The connection is closed.") from self._failure

    async def _news(self, timeout: float | None) -> None:
        loop = asyncio.get_running_loop()
        waiter = loop.create_future()
        self._waiting.add(waiter)
        timer = loop.call_later(timeout, expire, waiter) if timeout is not None else None
        try:
            await waiter
        finally:
            self._waiting.discard(waiter)
            if timer:
                timer.cancel()

    def _tell(self) -> None:
        for waiter in self._waiting:
            if not waiter.done():
                waiter.set_result(None)

    def connection_made(self, transport: Any) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self._came += data
        if len(self._came) > MOST_WAITING and not self._is_paused:
            self._is_paused = True
            self.transport.pause_reading()
        self._tell()

    def eof_received(self) -> None:
        self._has_ended = True
        self._tell()

    def connection_lost(self, exc: Exception | None) -> None:
        self._has_ended, self._is_full, self._failure = True, False, exc
        self._tell()

    def pause_writing(self) -> None:
        self._is_full = True

    def resume_writing(self) -> None:
        self._is_full = False
        self._tell()


def expire(waiter: "asyncio.Future[None]") -> None:
    if not waiter.done():
        waiter.set_exception(TimeoutError())
