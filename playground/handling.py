"""How requests reach their views."""

from asgiref.sync import iscoroutinefunction, sync_to_async
from django.core.handlers.asgi import ASGIHandler
from django.core.handlers.base import BaseHandler
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve


class Handler(ASGIHandler):
    """Django's, but a view that is not async runs with all of its middleware in one go, in one thread.

    Django's own changes to the thread and back for each method of each middleware: a third of a short request's time,
    and more where many wait for their turn.
    """

    def __init__(self) -> None:
        super().__init__()
        self.threaded = BaseHandler()
        self.threaded.load_middleware(is_async=False)

    async def get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        if is_awaited(request.path_info):
            return await super().get_response_async(request)
        return await sync_to_async(self.threaded.get_response)(request)


def is_awaited(path: str) -> bool:
    """Whether the path's view is async. What leads to no view is answered without waiting: a static file, a 404."""
    try:
        return iscoroutinefunction(resolve(path).func)
    except Resolver404:
        return True
