"""The least that a server between a page and an upstream can do: uvicorn passes on what httpx and httpx-sse read.

Run `python bench/_relay.py <base URL>`; it prints its port. A socket at `/` takes one chat completion's body as JSON
and sends each token's text as a message. Nothing is kept, rendered or checked.
"""

import json
import socket
import sys
from contextlib import aclosing
from typing import Any

import httpx
import httpx_sse
import uvicorn

BASE_URL = sys.argv[1] if len(sys.argv) > 1 else ""
LIMITS = httpx.Limits(max_connections=1000)
clients: list[Any] = []


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    await receive()
    await send({"type": "websocket.accept"})
    body = json.loads((await receive())["text"])
    if not clients:
        clients.append(httpx.AsyncClient(timeout=None, limits=LIMITS, trust_env=False))
    url = f"{BASE_URL}/chat/completions"
    async with (
        httpx_sse.aconnect_sse(clients[0], "POST", url, json=body) as source,
        aclosing(source.aiter_sse()) as events,
    ):
        async for event in events:
            if event.data != "[DONE]":
                text = json.loads(event.data)["choices"][0]["delta"].get("content", "")
                await send({"type": "websocket.send", "text": text})
    await send({"type": "websocket.close"})


def main() -> None:
    listener = socket.create_server(("127.0.0.1", 0), backlog=1024)
    print(f"Listening at http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
    config = uvicorn.Config(application, log_level="error", lifespan="off", ws_per_message_deflate=False)
    uvicorn.Server(config).run([listener])


if __name__ == "__main__":
    main()
