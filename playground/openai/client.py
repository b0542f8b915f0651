"""The one client, which sends every operation. The only module that imports httpx."""

import asyncio
import http.cookiejar
import logging
import socket
import ssl
import time
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from functools import cache
from typing import Any, NamedTuple, cast
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

import httpx

from playground.openai import errors, retries
from playground.openai.addresses import public_url
from playground.openai.answer import Answer, kind_of
from playground.openai.failures import BODY_KEPT, from_answer
from playground.openai.multipart import FilePart, Files
from playground.openai.network import PacedBackend
from playground.openai.operations import Operation, find
from playground.openai.redaction import redact_headers
from playground.openai.request import Endpoint, Request, build
from playground.openai.sse import Event

__all__ = [
    "Answer",
    "Client",
    "Endpoint",
    "Event",
    "Fetched",
    "FilePart",
    "Files",
    "Request",
    "close_pool",
    "fetch",
    "pool_connections",
]

OnRetry = Callable[[int, float, errors.OpenAIError], None]
Sleep = Callable[[float], Awaitable[None]]

_CONNECT_TIMEOUT = 10.0
_WRITE_TIMEOUT = 120.0
_POOL_TIMEOUT = 60.0
_REFUSAL_TIMEOUT = 10.0
# Idle ones are few: for each request httpcore goes through all connections, and for each idle one through all again.
_LIMITS = httpx.Limits(max_connections=1000, max_keepalive_connections=20, keepalive_expiry=30)

_pools: WeakKeyDictionary[asyncio.AbstractEventLoop, httpx.AsyncClient] = WeakKeyDictionary()

# httpx logs every URL at INFO, httpcore every header at DEBUG.
for _name in ("httpx", "httpcore"):
    logging.getLogger(_name).setLevel(logging.WARNING)


class Client:
    """Sends operations to one endpoint; cheap to make, as all of an event loop share one pool of connections.

    A test gives a `transport` and a `sleep` of its own. Every failure is an OpenAIError without keys in it.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self.endpoint = endpoint
        self._sleep = sleep
        self._own_pool = _new_pool(transport) if transport else None

    def prepare(
        self, operation: Operation | str, params: Mapping[str, Any], files: Files | None = None
    ) -> Request:
        """The request as it would be sent, for showing; BadRequest when it cannot be."""
        return build(self.endpoint, find(operation), params, files)

    async def send(
        self,
        operation: Operation | str,
        params: Mapping[str, Any],
        files: Files | None = None,
        *,
        on_retry: OnRetry | None = None,
    ) -> Answer:
        """Send and read the whole answer; its `body()` is ready then."""
        request = self.prepare(operation, params, files)

        async def attempt(number: int) -> Answer:
            answer = await self._start(request, number)
            try:
                await answer.body()
            finally:
                await answer.aclose()
            return answer

        return await self._retrying(request, attempt, on_retry)

    @asynccontextmanager
    async def open(self, request: Request, *, on_retry: OnRetry | None = None) -> AsyncIterator[Answer]:
        """Send what was prepared and give the answer as soon as its headers are in; leaving the block closes the
        connection.

        `on_retry(attempt, delay, error)` is called before the wait of `delay` seconds for another attempt.
        """
        answer = await self._retrying(request, lambda number: self._start(request, number), on_retry)
        try:
            yield answer
        finally:
            await answer.aclose()

    @asynccontextmanager
    async def exchange(self, request: Request) -> AsyncIterator[Answer]:
        """Send a request that is no operation's alone, once; leaving the block closes the connection."""
        answer = await self._start(request, 1)
        try:
            yield answer
        finally:
            await answer.aclose()

    async def _retrying(
        self, request: Request, attempt: Callable[[int], Awaitable[Answer]], on_retry: OnRetry | None
    ) -> Answer:
        reads = not request.operation.creates
        return await retries.retrying(attempt, reads=reads, on_retry=on_retry, sleep=self._sleep)

    async def _start(self, request: Request, number: int) -> Answer:
        pool = self._own_pool or _shared_pool()
        started = time.perf_counter()
        wire_request = await self._wire_request(request)
        try:
            response = await pool.send(wire_request, stream=True, follow_redirects=False)
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise self._as_error(error) from error
        if response.is_stream_consumed:  # a MockTransport's answer is there at once, and decoded
            response.headers.pop("content-encoding", None)
        answer = Answer(
            request=request,
            status_code=response.status_code,
            headers=redact_headers(response.headers, request.secrets),
            elapsed_ms=round((time.perf_counter() - started) * 1000),
            kind=kind_of(request, response.headers.get("content-type", "")),
            attempts=number,
            _raw=self._raw(response),
            _close=response.aclose,
        )
        if response.status_code >= 300:
            try:
                raise await _refusal(answer, response.headers)
            finally:
                await answer.aclose()
        return answer

    async def _wire_request(self, request: Request) -> httpx.Request:
        url, headers = request.url, dict(request.wire_headers)
        extensions: dict[str, Any] = {}
        if request.public_only:
            headers["Host"] = urlsplit(url).netloc
            url, extensions["sni_hostname"] = await public_url(url)
        timeout = httpx.Timeout(
            self.endpoint.idle_timeout, connect=_CONNECT_TIMEOUT, write=_WRITE_TIMEOUT, pool=_POOL_TIMEOUT
        )
        return httpx.Request(
            request.method,
            url,
            headers=headers,
            content=request.content,
            extensions={"timeout": timeout.as_dict(), **extensions},
        )

    async def _raw(self, response: httpx.Response) -> AsyncGenerator[bytes, None]:
        if response.is_stream_consumed:
            yield response.content
            return
        try:
            # What aiter_raw does, without its cost per piece.
            async for chunk in cast(httpx.AsyncByteStream, response.stream):
                yield chunk
        except httpx.TimeoutException as error:
            raise self._as_error(error) from error
        except (httpx.HTTPError, httpx.StreamError) as error:
            raise errors.IncompleteAnswer(
                "The connection broke before the answer was complete.", status_code=response.status_code
            ) from error

    def _as_error(self, error: Exception) -> errors.OpenAIError:
        return _translated(error, self.endpoint.idle_timeout).redacted(self.endpoint.secrets)


async def _refusal(answer: Answer, headers: Mapping[str, str]) -> errors.OpenAIError:
    """What an answer with an error status says; when its body cannot be read, the status says enough."""
    parts: list[bytes] = []
    with suppress(errors.OpenAIError, TimeoutError):
        async with asyncio.timeout(_REFUSAL_TIMEOUT):
            async for chunk in answer.chunks():
                parts.append(chunk)
                if sum(map(len, parts)) > BODY_KEPT:
                    break
    error = from_answer(answer.status_code, headers, b"".join(parts), answer.request.secrets)
    error.headers = answer.headers
    return error


class Fetched(NamedTuple):
    """What one GET brought: `content` is that of a 200, `location` where else to look."""

    status_code: int
    location: str
    content: bytes


async def fetch(
    url: str,
    headers: Mapping[str, str],
    *,
    limit: int,
    tls_name: str = "",
    transport: httpx.AsyncBaseTransport | None = None,
) -> Fetched:
    """GET a file of at most `limit` bytes, following nothing. `tls_name` is the host's name if `url` has its address.

    MalformedAnswer when it is larger; otherwise the errors of any request.
    """
    pool = _new_pool(transport) if transport else _shared_pool()
    timeout = httpx.Timeout(_REFUSAL_TIMEOUT, connect=_CONNECT_TIMEOUT)
    extensions: dict[str, Any] = {"timeout": timeout.as_dict()}
    if tls_name:
        extensions["sni_hostname"] = tls_name
    try:
        request = httpx.Request("GET", url, headers=dict(headers), extensions=extensions)
        response = await pool.send(request, stream=True, follow_redirects=False)
        try:
            content = await _at_most(response, limit) if response.status_code == 200 else b""
        finally:
            await response.aclose()
    except (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL, ValueError) as error:
        raise _translated(error, _REFUSAL_TIMEOUT) from error
    return Fetched(response.status_code, response.headers.get("location", ""), content)


async def _at_most(response: httpx.Response, limit: int) -> bytes:
    content = bytearray()
    # A MockTransport's answer is there at once.
    whole = response.is_stream_consumed
    async for chunk in response.aiter_bytes() if whole else response.aiter_raw():
        content += chunk
        if len(content) > limit:
            raise errors.MalformedAnswer(f"The file is larger than {limit // 1024**2} MB.")
    return bytes(content)


def pool_connections(loop: asyncio.AbstractEventLoop) -> list[bool]:
    """Of each open connection of this loop's pool, whether it is idle. httpx tells this nowhere else."""
    pool = _pools.get(loop)
    connections = getattr(getattr(pool, "_transport", None), "_pool", None)
    return [connection.is_idle() for connection in connections.connections] if connections else []


async def close_pool() -> None:
    """Close the connections of the running event loop; the next request opens new ones."""
    pool = _pools.pop(asyncio.get_running_loop(), None)
    if pool is not None:
        await pool.aclose()


def _shared_pool() -> httpx.AsyncClient:
    loop = asyncio.get_running_loop()
    pool = _pools.get(loop)
    if pool is None:
        for closed in [other for other in _pools if other.is_closed()]:
            del _pools[closed]
        pool = _pools[loop] = _new_pool(None)
    return pool


def _new_pool(transport: httpx.AsyncBaseTransport | None) -> httpx.AsyncClient:
    no_cookies = http.cookiejar.CookieJar(http.cookiejar.DefaultCookiePolicy(allowed_domains=[]))
    return httpx.AsyncClient(transport=transport or _paced(), trust_env=False, cookies=no_cookies)


def _paced() -> httpx.AsyncHTTPTransport:
    transport = httpx.AsyncHTTPTransport(verify=_trusted(), limits=_LIMITS, trust_env=False)
    # httpx hands no backend on to its pool.
    pool: Any = transport._pool
    pool._network_backend = PacedBackend()
    return transport


@cache
def _trusted() -> ssl.SSLContext:
    """The certificates, read once: it takes tens of milliseconds."""
    return httpx.create_ssl_context(trust_env=False)


def _translated(error: Exception, idle_timeout: float | None) -> errors.OpenAIError:
    match error:
        case httpx.ConnectTimeout():
            return errors.TimedOut(f"No connection within {_CONNECT_TIMEOUT:g} s.", code="connect_timeout")
        case httpx.ReadTimeout():
            silence = "too long" if idle_timeout is None else f"{idle_timeout:g} s"
            return errors.TimedOut(f"The server sent nothing for {silence}.", code="read_timeout")
        case httpx.WriteTimeout():
            return errors.TimedOut("The server stopped taking the request.", code="write_timeout")
        case httpx.TimeoutException():
            return errors.TimedOut("All connections are busy.", code="pool_timeout")
        case httpx.ConnectError():
            return _no_connection(error)
        case httpx.DecodingError():
            return errors.MalformedAnswer("The server's answer cannot be decompressed.")
        case httpx.UnsupportedProtocol() | httpx.InvalidURL():
            return errors.BadRequest(f"The address cannot be used: {error}", param="base_url")
        case httpx.LocalProtocolError():
            return errors.BadRequest(f"The request cannot be sent: {error}")
        case httpx.RemoteProtocolError():
            return errors.ConnectionFailed("The server closed the connection without an answer.", code="lost")
        case httpx.HTTPError():
            return errors.ConnectionFailed("The connection broke before the answer came.", code="lost")
    return errors.BadRequest(f"The request cannot be sent: {error}")


def _no_connection(error: Exception) -> errors.OpenAIError:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            advice = "Check the address; https needs a certificate that this machine trusts."
            return errors.ConnectionFailed(f"No secure connection: {cause}", code="tls", advice=advice)
        if isinstance(cause, socket.gaierror):
            advice = "Check the name in the connection's base URL, and this machine's network."
            return errors.ConnectionFailed("No server of this name is known.", code="dns", advice=advice)
        cause = cause.__cause__ or cause.__context__
    return errors.ConnectionFailed("Nothing answers at this address.", code="refused")
