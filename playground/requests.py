"""What every request is held to before, and every answer after, anything of ours looks at it."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

from asgiref.sync import iscoroutinefunction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.decorators import sync_and_async_middleware

Scope = dict[str, Any]
GetResponse = Callable[[HttpRequest], Any]


CHARSET = re.compile(rb"charset\s*=\s*[\"']?([^\"';\s]*)", re.IGNORECASE)
REFUSAL = b"Write the request in UTF-8.\n"


class UTF8Only:
    """Refuse another charset with 400: Django decodes form and query by whatever it names, before any middleware."""

    def __init__(self, app: Callable[[Scope, Any, Any], Awaitable[None]]) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        declared = CHARSET.findall(dict(scope["headers"]).get(b"content-type", b""))
        if all(charset.lower() in (b"utf-8", b"utf8") for charset in declared):
            await self.app(scope, receive, send)
            return
        headers = [(b"content-type", b"text/plain"), (b"content-length", b"%d" % len(REFUSAL))]
        await send({"type": "http.response.start", "status": 400, "headers": headers})
        await send({"type": "http.response.body", "body": REFUSAL})


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
