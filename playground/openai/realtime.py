"""The socket of the Realtime API. The only module that speaks WebSocket to an upstream.

https://platform.openai.com/docs/guides/realtime-websocket
"""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus, WebSocketException

from playground.openai import errors
from playground.openai.addresses import public_address
from playground.openai.failures import from_answer
from playground.openai.operations import SOCKETS
from playground.openai.realtime_closing import Close, as_error
from playground.openai.realtime_shapes import Kind, Shape
from playground.openai.redaction import redact
from playground.openai.request import Endpoint, Request, build

OPERATIONS: dict[Kind, str] = {
    "realtime": "connect_realtime",
    "transcription": "connect_realtime_transcription",
}
_OPEN_TIMEOUT = 10.0
_CLOSE_TIMEOUT = 2.0
# A network that is gone says nothing: so often the server is asked for a sign, and given so long to give it.
_PING_INTERVAL = 10.0
_PING_TIMEOUT = 10.0
# One event may bring many seconds of sound.
_LARGEST = 32 * 1024 * 1024
# Events that wait to be read; the rest waits at the server.
_WAITING = 32
_OURS = {"accept", "accept-encoding", "user-agent"}

# websockets logs every header at DEBUG.
logging.getLogger("websockets.client").setLevel(logging.WARNING)


@dataclass(frozen=True)
class Upstream:
    """An open session. Iterating gives its events as JSON text, until it closes."""

    request: Request
    connection: ClientConnection

    async def send(self, event: str) -> None:
        """Send one event; waits while the server does not take more. A closed session takes nothing in silence."""
        try:
            await self.connection.send(event)
        except ConnectionClosed:
            return

    async def __aiter__(self) -> AsyncIterator[str]:
        try:
            async for message in self.connection:
                yield message if isinstance(message, str) else message.decode("utf-8", "replace")
        except ConnectionClosed:
            return

    @property
    def close(self) -> Close:
        """How the server closed it; meaningful once iterating has ended."""
        received = self.connection.protocol.close_rcvd
        if received is None:
            return Close(None, "")
        return Close(received.code, redact(received.reason, self.request.secrets))


def prepare(endpoint: Endpoint, secret: str, kind: Kind, shape: Shape, model: str = "") -> Request:
    """The request that opens the socket; BadRequest if it cannot be expressed."""
    request = build(reached(endpoint, secret, shape), SOCKETS[OPERATIONS[kind]], query_of(kind, model))
    return replace(request, url=socket_url(request.url), secrets=(*request.secrets, *endpoint.secrets))


def reached(endpoint: Endpoint, secret: str, shape: Shape) -> Endpoint:
    """The endpoint with a client secret in the place of its own key, and the beta's header where it is needed."""
    beta = {"OpenAI-Beta": "realtime=v1"} if shape == "beta" else {}
    return replace(endpoint, key=secret, headers={**endpoint.headers, **beta})


def query_of(kind: Kind, model: str) -> dict[str, str]:
    """What the address of a session names."""
    if kind == "transcription":
        return {"intent": "transcription"}
    return {"model": model} if model else {}


def socket_url(url: str) -> str:
    """http becomes ws, https wss."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(scheme="wss" if parts.scheme == "https" else "ws"))


async def public_host(url: str) -> str:
    parts = urlsplit(url)
    return await public_address(parts.hostname or "", parts.port or (443 if parts.scheme == "wss" else 80))


class _Connect(connect):
    def process_redirect(self, exc: Exception) -> Exception:
        # A redirect is not followed: it would take the key elsewhere.
        return exc


@asynccontextmanager
async def connected(request: Request) -> AsyncIterator[Upstream]:
    """The open session; leaving the block closes it. Every failure is an OpenAIError without keys in it."""
    headers = {name: value for name, value in request.wire_headers.items() if name.lower() not in _OURS}
    # The name stays in the handshake and for the certificate; the address is what was seen to be public.
    place: dict[str, Any] = {"host": await public_host(request.url)} if request.public_only else {}
    try:
        connection = await _Connect(
            request.url,
            **place,
            additional_headers=headers,
            user_agent_header=request.wire_headers.get("User-Agent"),
            compression=None,
            proxy=None,
            open_timeout=_OPEN_TIMEOUT,
            close_timeout=_CLOSE_TIMEOUT,
            ping_interval=_PING_INTERVAL,
            ping_timeout=_PING_TIMEOUT,
            max_size=_LARGEST,
            max_queue=_WAITING,
        )
    except (WebSocketException, OSError, ValueError) as error:
        raise _translated(error, request.secrets).redacted(request.secrets) from error
    try:
        yield Upstream(request, connection)
    finally:
        await connection.close()


def _translated(error: Exception, secrets: tuple[str, ...]) -> errors.OpenAIError:
    if isinstance(error, InvalidStatus):
        answer = error.response
        headers = {name.lower(): value for name, value in answer.headers.raw_items()}
        return from_answer(answer.status_code, headers, bytes(answer.body or b""), secrets)
    if isinstance(error, TimeoutError):
        return errors.TimedOut(f"The server opened no session within {_OPEN_TIMEOUT:.0f} s.")
    if isinstance(error, OSError):
        return errors.ConnectionFailed(f"The server could not be reached: {error.strerror or error}.")
    return errors.MalformedAnswer(
        f"The server does not speak the Realtime API here: {error}.",
        advice="Check that this server offers /realtime over WebSocket; many compatible servers do not.",
    )


__all__ = ["OPERATIONS", "Close", "Upstream", "as_error", "connected", "prepare"]
