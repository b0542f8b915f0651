"""Which addresses are public, for requests that must not become a way into this machine's network.

What was looked up is what is connected to: a name that changes its address in between leads nowhere else.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from playground.openai import errors

Look = Callable[[str, int], Awaitable[list[str]]]

PORTS = {"http": 80, "https": 443}
# Outside of it are only special addresses, some of which Python takes for public: ::7f00:1, fec0::1, 64:ff9b:1::7f00:1.
ASSIGNED = ipaddress.IPv6Network("2000::/3")
TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")


async def addresses(host: str, port: int) -> list[str]:
    """The addresses that a name has now."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(each[4][0]) for each in found]


async def public_address(host: str, port: int, look: Look = addresses) -> str:
    """An address of this host, seen to be public; BadRequest for a host of a private network."""
    try:
        found = await look(host, port)
    except OSError:
        found = []
    if not found:
        raise errors.ConnectionFailed(f"No server is known at {host}.", code="dns")
    if not all(is_public(address) for address in found):
        raise errors.BadRequest(
            f"{host} is an address of a private network, where nothing is asked for.",
            code="private_address",
        )
    return found[0]


async def public_url(url: str, look: Look = addresses) -> tuple[str, str]:
    """The URL with a public address in the place of its host, and the host: what its certificate must name."""
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or PORTS.get(parts.scheme, 0)
    address = await public_address(host, port, look)
    written = f"[{address}]" if ":" in address else address
    return parts._replace(netloc=f"{written}:{port}").geturl(), host


def is_public(address: str) -> bool:
    """Whether the internet has this address: of IPv6 only what is assigned to it, and what leads to a public IPv4."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if inner := ip.ipv4_mapped or ip.sixtofour or translated(ip):
            return is_public(str(inner))
        return ip in ASSIGNED and ip.is_global
    return ip.is_global and not ip.is_multicast


def translated(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that a NAT64 translator would reach by this one (RFC 6052)."""
    return ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF) if ip in TRANSLATED else None
