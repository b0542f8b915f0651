"""What every request is held to before, and every answer after, anything of ours looks at it."""

from collections.abc import Callable
from typing import Any

from asgiref.sync import iscoroutinefunction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.decorators import sync_and_async_middleware

GetResponse = Callable[[HttpRequest], Any]


@sync_and_async_middleware
def utf8_only(get_response: GetResponse) -> GetResponse:
    """Refuse another charset with 400: Django would decode the form, and the query too, by whatever it names."""

    def refused(request: HttpRequest) -> HttpResponse | None:
        charset = (request.content_params or {}).get("charset", "utf-8").strip("\"' ").lower()
        if charset in {"utf-8", "utf8"}:
            return None
        return HttpResponse("Write the request in UTF-8.", status=400, content_type="text/plain")

    if iscoroutinefunction(get_response):

        async def asynchronous(request: HttpRequest) -> HttpResponseBase:
            return refused(request) or await get_response(request)

        return asynchronous

    return lambda request: refused(request) or get_response(request)


@sync_and_async_middleware
def private_pages(get_response: GetResponse) -> GetResponse:
    """Nobody but the browser that asked keeps an answer, unless the answer says otherwise itself."""

    def marked(response: HttpResponseBase) -> HttpResponseBase:
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

    if iscoroutinefunction(get_response):

        async def asynchronous(request: HttpRequest) -> HttpResponseBase:
            return marked(await get_response(request))

        return asynchronous

    return lambda request: marked(get_response(request))
