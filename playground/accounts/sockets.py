"""Sockets of logged-in users: refused to nobody, and closed when their session ends."""

import asyncio
from collections.abc import Awaitable, Callable
from importlib import import_module
from typing import Any

from channels.auth import AuthMiddlewareStack, get_user
from channels.db import database_sync_to_async
from django.conf import settings

from .login import may_use_sandbox

Scope = dict[str, Any]
App = Callable[[Scope, Any, Any], Awaitable[None]]

LOGGED_OUT = 4401
# How soon a socket hears that its session was ended, wherever that was.
LOOK_EVERY = 10.0


class SessionUserSocket:
    """`scope["user"]` is the session's user."""

    def __init__(self, app: App) -> None:
        self.app = AuthMiddlewareStack(LoggedIn(app))

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        await self.app(scope, receive, send)


class LoggedIn:
    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        if not scope["user"].is_authenticated:
            # Accepted first: a browser learns the code of a refusal only from an open socket.
            await receive()
            await send({"type": "websocket.accept"})
            await send(logged_out())
            return
        watch = asyncio.create_task(close_after_logout(scope, send))
        try:
            await self.app(scope, receive, send)
        finally:
            watch.cancel()


async def close_after_logout(scope: Scope, send: Any) -> None:
    sessions = import_module(settings.SESSION_ENGINE)
    key, user_pk = scope["session"].session_key, scope["user"].pk
    while True:
        await asyncio.sleep(LOOK_EVERY)
        # As a request would: a changed password or a user who was locked out ends the session too.
        user = await get_user({"session": sessions.SessionStore(key)})
        if user.pk != user_pk:
            await send(logged_out())
            return


def logged_out() -> dict[str, Any]:
    return {"type": "websocket.close", "code": LOGGED_OUT, "reason": "Log in to go on."}


class SandboxSocket:
    """The sandbox's own socket, where a login is asked for: by a user's token, or by a secret that it minted."""

    KEY = "openai-insecure-api-key."

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        key = self.key_of(scope)
        # What the sandbox minted was asked for with a key, and the sandbox looks whether it still holds.
        if key.startswith("ek_") or await database_sync_to_async(may_use_sandbox)(scope["path"], key):
            await self.app(scope, receive, send)
            return
        await receive()
        await send({"type": "websocket.accept"})
        await send(logged_out())

    def key_of(self, scope: Scope) -> str:
        headers: dict[bytes, bytes] = dict(scope["headers"])
        header = headers.get(b"authorization", b"").decode("latin-1")
        scheme, _, key = header.partition(" ")
        if scheme.lower() == "bearer":
            return key.strip()
        names: list[str] = [name for name in scope["subprotocols"] if name.startswith(self.KEY)]
        return names[0].removeprefix(self.KEY) if names else ""
