"""Sockets are opened by pages of this site only: browsers send cookies from any page, and name the page in Origin."""

from collections.abc import Awaitable, Callable
from typing import Any

from django.conf import settings
from django.http.request import split_domain_port, validate_host

FORBIDDEN = 4403


class SameOrigin:
    """Refuse a socket whose Origin is not exactly this site's scheme, host and port (or one of TRUSTED_ORIGINS)."""

    def __init__(self, app: Callable[[dict[str, Any], Any, Any], Awaitable[None]]) -> None:
        self.app = app

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        if is_own(scope):
            await self.app(scope, receive, send)
            return
        # Accepted first: a browser learns the code of a refusal only from an open socket.
        await receive()
        await send({"type": "websocket.accept"})
        await send({"type": "websocket.close", "code": FORBIDDEN, "reason": "The Origin is not this site."})


def is_own(scope: dict[str, Any]) -> bool:
    headers = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
    origin = headers.get(b"origin", "")
    if origin in settings.TRUSTED_ORIGINS:
        return True
    scheme = "https" if scope.get("scheme") in {"https", "wss"} else "http"
    host = headers.get(b"host", "")
    return bool(host) and origin == f"{scheme}://{host}" and host_is_allowed(host)


def host_is_allowed(host: str) -> bool:
    """The same list that HTTP requests are held to: a rebound DNS name must not reach a socket either."""
    domain, _ = split_domain_port(host)
    return bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS)
