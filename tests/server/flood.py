"""An ASGI application for the tests of the server, and settings that serve it instead of the playground."""

import asyncio
import hashlib
from typing import Any

from playground.settings import *  # noqa: F403

ASGI_APPLICATION = "tests.server.flood.application"
ROOT_URLCONF = "tests.server.flood"
urlpatterns: list[Any] = []

FRAME = "x" * 10_000
FRAMES = 3000
paused = asyncio.Event()
sent = 0


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    if scope["type"] == "websocket":
        await flood(scope, receive, send)
    elif scope["path"] == "/paused":
        await paused.wait()
        await answer(send, str(sent))
    elif scope["path"] == "/root":
        await answer(send, f"root path: {scope['root_path']}")
    else:
        await answer(send, await digest(receive))


async def flood(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Send 30 MB as fast as the reader takes them, and say when it does not."""
    global sent
    await receive()
    await send({"type": "websocket.accept"})
    for _ in range(FRAMES):
        if not scope["writable"].is_set():
            paused.set()
        await scope["writable"].wait()
        await send({"type": "websocket.send", "text": FRAME})
        sent += 1
        await asyncio.sleep(0)
    await send({"type": "websocket.close"})


async def digest(receive: Any) -> str:
    """The body's pieces: how many, the largest, all bytes, their SHA-256."""
    sizes, found, more = [], hashlib.sha256(), True
    while more:
        message = await receive()
        found.update(message["body"])
        sizes.append(len(message["body"]))
        more = message["more_body"]
    return f"{len(sizes)} {max(sizes)} {sum(sizes)} {found.hexdigest()}"


async def answer(send: Any, text: str) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/plain")]})
    await send({"type": "http.response.body", "body": text.encode()})
