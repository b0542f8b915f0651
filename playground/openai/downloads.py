"""Files behind the URLs of an answer, fetched by this server.

The URL is the upstream's word, so it must not become a way into this machine's network: it may lead to the connection's
own host, else to public addresses only, and what was looked up is what is connected to.
"""

import asyncio
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

from playground.openai import errors
from playground.openai.addresses import PORTS, Look, addresses, public_url
from playground.openai.client import Endpoint, Fetched, fetch

__all__ = ["LIMIT", "download"]

LIMIT = 64 * 1024 * 1024
SECONDS = 60.0
HOPS = 4

Origin = tuple[str, str, int]


@dataclass(frozen=True)
class Target:
    """One GET: its address as it is connected to, the name that the certificate must have, its headers."""

    url: str
    tls_name: str
    headers: dict[str, str]


async def download(
    url: str, endpoint: Endpoint, *, limit: int = LIMIT, look: Look = addresses, transport: Any = None
) -> bytes:
    """The bytes behind `url`, within a minute and `limit` bytes. The key goes to the endpoint's own origin alone.

    BadRequest for an address that may not be asked; NotFound and the like for what the server says.
    """
    was_own = True
    try:
        async with asyncio.timeout(SECONDS):
            for _ in range(HOPS):
                parts = checked(url)
                was_own = was_own and parts.hostname == urlsplit(endpoint.base_url).hostname
                aim = own(parts, endpoint)
                if not was_own or endpoint.public_only:
                    aim = await public(parts, look, aim.headers if was_own else {})
                answer = await fetch(
                    aim.url, aim.headers, tls_name=aim.tls_name, limit=limit, transport=transport
                )
                if not (answer.location and 300 <= answer.status_code < 400):
                    return content(answer)
                url = urljoin(url, answer.location)
    except TimeoutError:
        raise errors.TimedOut(f"The file did not come within {SECONDS:g} seconds.") from None
    raise errors.ConnectionFailed("The address leads from one to the next without an end.")


def content(answer: Fetched) -> bytes:
    if answer.status_code != 200:
        words = f"Its server answered {answer.status_code}."
        raise errors.class_for_status(max(answer.status_code, 400))(words, status_code=answer.status_code)
    return answer.content


def checked(url: str) -> SplitResult:
    try:
        parts = urlsplit(url.strip())
        is_usable = bool(parts.scheme in PORTS and parts.hostname and parts.port != 0)
    except ValueError:
        is_usable = False
    if not is_usable or "@" in parts.netloc:
        raise errors.BadRequest("The address of the file is no plain http:// or https:// address.")
    return parts


def origin(parts: SplitResult) -> Origin:
    return parts.scheme, parts.hostname or "", parts.port or PORTS.get(parts.scheme, 0)


def own(parts: SplitResult, endpoint: Endpoint) -> Target:
    """A file on the connection's own host, which a person has named: whatever its address is."""
    headers = {"Accept-Encoding": "identity"}
    if endpoint.key and origin(parts) == origin(urlsplit(endpoint.base_url)):
        headers["Authorization"] = f"Bearer {endpoint.key}"
    return Target(parts.geturl(), "", headers)


async def public(parts: SplitResult, look: Look, headers: dict[str, str]) -> Target:
    """A file on another host: connected to by an address that was seen to be public."""
    url, host = await public_url(parts.geturl(), look)
    return Target(url, host, {"Accept-Encoding": "identity", **headers, "Host": parts.netloc})
