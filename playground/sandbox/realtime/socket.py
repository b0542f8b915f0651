"""The socket at `/sandbox/v1/realtime`: who connects, in which shape, and how it ends.

https://platform.openai.com/docs/guides/realtime-websocket
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs

from django.conf import settings

from .. import faults
from ..body import parsed
from ..errors import APIError, bad_request, missing_key
from . import secrets
from .configuration import Configuration, find_model
from .items import new_id
from .session import Session

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

LONGEST_SECONDS = 60 * 60
MOST_SOCKETS = 32
# A message this long is parsed off the event loop.
LARGE = 256 * 1024
SUBPROTOCOL = "realtime"
KEY = "openai-insecure-api-key."
BETA = "openai-beta.realtime-v1"
GONE, FAILED, UNAUTHORIZED, REFUSED, NOT_FOUND = 1001, 1011, 3000, 4000, 4404
EXPIRED = APIError(400, "Your session hit the maximum duration of 60 minutes.", code="session_expired")
FULL = APIError(429, "The sandbox holds as many sessions as it can.", code="rate_limit_exceeded")
connected: set[int] = set()


async def realtime(scope: Scope, receive: Receive, send: Send) -> None:
    """The ASGI application of one socket. Who is refused is accepted first: a browser sees no other reason."""
    await receive()
    offered = [name for name in scope["subprotocols"] if not name.startswith(KEY)]
    chosen = SUBPROTOCOL if SUBPROTOCOL in offered else next(iter(offered), None)
    accept = {"type": "websocket.accept", "subprotocol": chosen}
    if not settings.SANDBOX:
        await send(accept)
        await send({"type": "websocket.close", "code": NOT_FOUND})
        return
    try:
        configuration = admitted(scope)
        no_socket = await faults.before_answer(configuration.model.fault, streams=True)
    except APIError as error:
        await send(accept)
        await refuse(error, send)
        return
    if no_socket:
        await send({"type": "websocket.close"})
        return
    await send(accept)
    connected.add(id(scope))
    try:
        await serve(configuration, scope, receive, send)
    finally:
        connected.discard(id(scope))


async def refuse(error: APIError, send: Send) -> None:
    """Say why, then close with a code and a reason."""
    shown = {
        "type": "error",
        "event_id": new_id("event"),
        "error": error.body()["error"] | {"event_id": None},
    }
    await send({"type": "websocket.send", "text": json.dumps(shown)})
    code = UNAUTHORIZED if error.status == 401 else FAILED if error.status >= 500 else REFUSED
    code = GONE if error is EXPIRED else code
    await send({"type": "websocket.close", "code": code, "reason": f"{error.type}.{error.code}"})


def admitted(scope: Scope) -> Configuration:
    """The configuration that a socket begins with; raises what it is refused for."""
    headers = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
    query = {name: values[-1] for name, values in parse_qs(scope["query_string"].decode("latin-1")).items()}
    key = key_of(headers.get(b"authorization", ""), scope["subprotocols"])
    beta = "realtime=v1" in headers.get(b"openai-beta", "") or BETA in scope["subprotocols"]
    model = query.get("model")
    if key.startswith(secrets.PREFIX):
        configuration = secrets.read(key).configuration
        configuration.beta = configuration.beta or beta
    elif query.get("intent") == "transcription":
        configuration = Configuration("transcription", beta)
        if model:
            message = "You must not provide a model parameter for transcription sessions."
            raise bad_request(message, "model", "invalid_model")
    else:
        configuration = Configuration("realtime", beta)
        if not model:
            raise bad_request("You must provide a model parameter.", "model", "missing_model")
    if model and configuration.kind == "realtime":
        configuration.fields["model"] = find_model(model).id
    if len(connected) >= MOST_SOCKETS:
        raise FULL
    return configuration


def key_of(authorization: str, subprotocols: list[str]) -> str:
    """The key from the header, or from a subprotocol, which is all that a browser can send."""
    scheme, _, key = authorization.partition(" ")
    if scheme.lower() == "bearer" and key.strip():
        return key.strip()
    for name in subprotocols:
        if name.startswith(KEY) and name != KEY:
            return name.removeprefix(KEY)
    raise missing_key()


async def serve(configuration: Configuration, scope: Scope, receive: Receive, send: Send) -> None:
    async def send_text(text: str) -> None:
        if writable := scope.get("writable"):
            await writable.wait()
        await send({"type": "websocket.send", "text": text})

    session = Session(configuration, send_text, lambda: faults.drop(scope["client"]))
    try:
        async with asyncio.timeout(LONGEST_SECONDS):
            await session.start()
            while (message := await receive())["type"] == "websocket.receive":
                await take(
                    session, message.get("text") or (message.get("bytes") or b"").decode(errors="replace")
                )
    except TimeoutError:
        await refuse(EXPIRED, send)
    finally:
        await session.close()


async def take(session: Session, text: str) -> None:
    raw = text.encode("utf-8", "replace")
    try:
        event = await asyncio.to_thread(parsed, raw) if len(raw) > LARGE else parsed(raw)
    except APIError as error:
        await session.send_error(error, None)
    else:
        await session.take(event)
