"""The connections under httpx's pool, which read streams at the pace of `pace`."""

# ruff: noqa: ASYNC109 (the signatures are httpcore's)
import asyncio
import ssl
from collections.abc import Iterable
from typing import Any

import httpcore

from playground.openai import pace

# The first looks at an answer bring its headers and its first token: nobody waits for those longer than they take.
AT_ONCE = 4
# What a look brings from a stream that has more to give: the next one need not wait for more to come.
MUCH = 4096


class PacedBackend(httpcore.AsyncNetworkBackend):
    def __init__(self, backend: httpcore.AsyncNetworkBackend) -> None:
        self._backend = backend

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        stream = await self._backend.connect_tcp(host, port, timeout, local_address, socket_options)
        return PacedStream(stream)

    async def sleep(self, seconds: float) -> None:
        await self._backend.sleep(seconds)


class PacedStream(httpcore.AsyncNetworkStream):
    def __init__(self, stream: httpcore.AsyncNetworkStream) -> None:
        self._stream = stream
        self._looks, self._brought = 0, 0

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        self._looks += 1
        if self._looks > AT_ONCE and self._brought < MUCH and (seconds := pace.pause()):
            await asyncio.sleep(seconds)
        content = await self._stream.read(max_bytes, timeout)
        self._brought = len(content)
        return content

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._looks = 0
        await self._stream.write(buffer, timeout)

    async def aclose(self) -> None:
        await self._stream.aclose()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        return PacedStream(await self._stream.start_tls(ssl_context, server_hostname, timeout))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
