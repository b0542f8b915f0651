"""The ASGI application: pages over HTTP, runs over sockets. Any ASGI server can carry it; `manage.py serve` does."""

import asyncio
import os
from typing import Any, cast

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "playground.settings")

import django

django.setup(set_prefix=False)

from channels.routing import ProtocolTypeRouter, URLRouter
from django.conf import settings
from django.urls import re_path

from playground.accounts.middleware import LocalUserSocket
from playground.accounts.origin import SameOrigin
from playground.accounts.sockets import SandboxSocket, SessionUserSocket
from playground.handling import Handler
from playground.monitoring.sockets import open_sockets
from playground.realtime.routing import websocket_urlpatterns as session_urlpatterns
from playground.requests import UTF8Only
from playground.runs.engine import engine
from playground.runs.routing import websocket_urlpatterns
from playground.sandbox.endpoint import later
from playground.static_files import StaticFiles


async def nothing_here(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """A socket on no path of ours: closed with a code, which a browser learns only from an open socket."""
    await receive()
    await send({"type": "websocket.accept"})
    await send({"type": "websocket.close", "code": 4404})


nowhere = re_path("", cast(Any, nothing_here))
UserSocket = SessionUserSocket if settings.LOGIN_REQUIRED else LocalUserSocket
pages = open_sockets.counted(
    SameOrigin(UserSocket(URLRouter([*websocket_urlpatterns, *session_urlpatterns, nowhere])))
)
# The sandbox's sockets ask for a key and take no cookie, so any page may open them.
sandbox_realtime = later("realtime.socket.realtime")
realtime = SandboxSocket(sandbox_realtime) if settings.LOGIN_REQUIRED else sandbox_realtime
api = [re_path(r"^sandbox/v1/realtime/?$", cast(Any, realtime))]
router = ProtocolTypeRouter(
    {
        "http": StaticFiles(UTF8Only(Handler())),
        "websocket": URLRouter([*api, re_path("", cast(Any, pages))]),
    }
)


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    # The engine lives on the server's own loop, whichever server that is.
    engine.bind(asyncio.get_running_loop())
    await router(scope, receive, send)
