"""Who is asking: without login, everybody who reaches this machine is the one local user."""

from collections.abc import Awaitable, Callable
from typing import Any, cast

from asgiref.sync import iscoroutinefunction, sync_to_async
from channels.db import database_sync_to_async
from django.http import HttpRequest
from django.utils.decorators import sync_and_async_middleware
from django.utils.functional import SimpleLazyObject

from .models import User

Scope = dict[str, Any]


@sync_and_async_middleware
def local_user(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
    """Make the local user the owner of each request; fetched only where somebody looks at it."""

    def claim(request: HttpRequest) -> None:
        request.user = cast(User, SimpleLazyObject(User.local))

        async def auser() -> User:
            return await sync_to_async(User.local)()

        request.auser = auser

    if iscoroutinefunction(get_response):

        async def asynchronous(request: HttpRequest) -> Any:
            claim(request)
            return await get_response(request)

        return asynchronous

    def synchronous(request: HttpRequest) -> Any:
        claim(request)
        return get_response(request)

    return synchronous


class LocalUserSocket:
    """The same for sockets: `scope["user"]` is the owner, who stays the same as long as the process lives."""

    def __init__(self, app: Callable[[Scope, Any, Any], Awaitable[None]]) -> None:
        self.app = app
        self.user: User | None = None

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        self.user = self.user or await database_sync_to_async(User.local)()
        await self.app({**scope, "user": self.user}, receive, send)
