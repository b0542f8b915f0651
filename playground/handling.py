"""How requests reach their views."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any, cast

from asgiref.sync import iscoroutinefunction
from django.core import signals
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.core.handlers.base import BaseHandler
from django.db import close_old_connections
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve, set_script_prefix

Scope = dict[str, Any]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]

# Idle ones are taken first. Each that works takes turns with the loop at the interpreter: with 32, a burst of new chats
# held up the streams for three times as long. One that waits, as for a database that is away, is not there for others.
MOST_THREADS = 6


class Handler(ASGIHandler):
    """Django's, but a view that is not async has its request in one go, in a thread that stays.

    Django starts a thread for each request, opens the database in it, and changes to it and back for each signal and
    each method of each middleware: half of a short request's time, and more where many wait for their turn.
    """

    def __init__(self) -> None:
        super().__init__()
        self.threaded = BaseHandler()
        self.threaded.load_middleware(is_async=False)
        self.threads = ThreadPoolExecutor(MOST_THREADS, "pages")

    async def __call__(self, scope: Scope, receive: Any, send: Send) -> None:
        if is_awaited(scope["path"]):
            await super().__call__(scope, receive, send)
        else:
            await self.answer_from_thread(scope, receive, send)

    async def answer_from_thread(self, scope: Scope, receive: Any, send: Send) -> None:
        try:
            body = await self.read_body(receive)
        except RequestAborted:
            return
        with body:
            response = await self.in_thread(copy_context().run, self.respond, scope, body)
        if response.streaming:
            await self.stream(response, receive, send)
        else:
            await self.send_response(response, send)

    async def stream(self, response: HttpResponseBase, receive: Any, send: Send) -> None:
        """Send it until its end, or until its reader has left."""
        try:
            async with asyncio.TaskGroup() as tasks:
                leaving = tasks.create_task(self.listen_for_disconnect(receive))
                await self.send_response(response, send)
                leaving.cancel()
        except* RequestAborted:
            pass
        finally:
            await self.in_thread(response.close)

    async def in_thread(self, *work: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self.threads, *work)

    def respond(self, scope: Scope, body: Any) -> HttpResponseBase:
        """The answer to one request; but for a stream it is whole and closed."""
        set_script_prefix(get_script_prefix(scope))
        signals.request_started.send(sender=self.__class__, scope=scope)
        request, refusal = self.create_request(scope, body)
        response = self.threaded.get_response(request) if request else cast(HttpResponseBase, refusal)
        response._handler_class = self.__class__  # type: ignore[attr-defined]
        if response.streaming:
            # What it streams is read elsewhere; this thread's connection goes back now.
            close_old_connections()
        else:
            response.close()
        return response


def is_awaited(path: str) -> bool:
    """Whether the path's view is async. What leads to no view is answered without waiting: a static file, a 404."""
    try:
        return iscoroutinefunction(resolve(path).func)
    except Resolver404:
        return True
