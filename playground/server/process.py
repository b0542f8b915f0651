"""Daphne in this process, with what it lacks: a body bound, back-pressure, and work at start and shutdown."""

from . import reactor as _  # noqa: F401  # isort: skip
from daphne import server as daphne  # isort: skip

import asyncio
import os
import signal
import socket
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from twisted.internet import reactor
from twisted.internet.defer import Deferred
from twisted.logger import STDLibLogObserver, globalLogBeginner

from .http import HTTPFactory
from .http import Request as HTTPRequest
from .websocket import WebSocketFactory

Application = Callable[[dict[str, Any], Any, Any], Awaitable[None]]


class Server(daphne.Server):
    """Serve `application` on `listener`, a socket that already listens.

    `started(loop)` is called once the loop runs. On SIGTERM or SIGINT `drain()` is awaited while everything
    goes on, then applications are cancelled; a second signal ends the process at once.
    """

    def __init__(
        self,
        application: Application,
        listener: socket.socket,
        *,
        started: Callable[[asyncio.AbstractEventLoop], None],
        drain: Callable[[], Awaitable[None]],
    ) -> None:
        super().__init__(
            application,
            endpoints=[str(listener.getsockname())],
            ping_interval=10,
            ping_timeout=15,
            websocket_handshake_timeout=20,
            server_name="",
        )
        self.listener = listener
        self.started = started
        self.drain = drain
        self.stopping = False

    def run(self) -> None:
        """Daphne's own, with our factories, our socket and our signals."""
        self.connections: dict[Any, dict[str, Any]] = {}
        self.http_factory = HTTPFactory(self)
        self.ws_factory = WebSocketFactory(self, server=self.server_name)
        self.ws_factory.setProtocolOptions(
            autoPingTimeout=self.ping_timeout,
            allowNullOrigin=True,
            openHandshakeTimeout=self.websocket_handshake_timeout,
            # Autobahn's own second cuts off a busy reader, and with it what that one has not read yet.
            closeHandshakeTimeout=self.ping_timeout,
            maxMessagePayloadSize=self.websocket_max_message_size,
            maxFramePayloadSize=self.websocket_max_frame_size,
        )
        globalLogBeginner.beginLoggingTo([STDLibLogObserver("twisted")], redirectStandardIO=False)
        loop = reactor._asyncioEventloop
        asyncio.set_event_loop(loop)
        for name in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(name, self.on_signal)
        reactor.callLater(1, self.application_checker)
        reactor.callLater(2, self.timeout_checker)
        loop.call_soon(self.started, loop)
        reactor.addSystemEventTrigger(
            "before", "shutdown", lambda: Deferred.fromFuture(asyncio.ensure_future(self.shut_down()))
        )
        self.listener.setblocking(False)
        reactor.adoptStreamPort(self.listener.fileno(), self.listener.family, self.http_factory)
        reactor.run(installSignalHandlers=False)

    def on_signal(self) -> None:
        if self.stopping:
            os._exit(1)
        self.stopping = True
        reactor.stop()

    async def shut_down(self) -> None:
        await self.drain()
        # Not Daphne's own: that one expects an application for a request whose body is still arriving.
        applications = [
            details["application_instance"]
            for details in self.connections.values()
            if "application_instance" in details
        ]
        for application in applications:
            application.cancel()
        if applications:
            await asyncio.wait(applications, timeout=self.application_close_timeout)

    def create_application(self, protocol: Any, scope: dict[str, Any]) -> asyncio.Queue[dict[str, Any]]:
        """Daphne's own, with a `receive` that reads the body when asked; sockets get `scope["writable"]`."""
        queue: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        receive: Callable[[], Awaitable[dict[str, Any]]] = queue.get
        if isinstance(protocol, HTTPRequest):
            protocol.take_body()
            receive = partial(protocol.receive, queue)
        else:
            scope["writable"] = protocol.writable
        scope["asgi"] = {"version": "3.0"}
        call = self.application(scope, receive, partial(self.handle_reply, protocol))
        self.connections[protocol]["application_instance"] = asyncio.ensure_future(call)
        return queue
