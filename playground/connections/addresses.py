"""Base URLs: what may be one, how it is written, and when two of them are the same server."""

import ipaddress
import re
from typing import NoReturn
from urllib.parse import SplitResult, urlsplit

from django.core.exceptions import ValidationError

HOST = re.compile(r"[a-z0-9_]([a-z0-9_.-]{0,251}[a-z0-9_.])?")
DEFAULT_PORTS = {"http": 80, "https": 443}
# Pasted from the documentation of a server: the address of one operation instead of what all have in common.
OPERATION = re.compile(r"/(chat/completions|completions|responses|embeddings|models|images/generations)$")


def clean_base_url(text: str) -> str:
    """The base URL as it is kept, without a slash or an operation at its end; raises `ValidationError`."""
    if re.search(r"[\s\\\x00-\x1f\x7f]", text):
        raise ValidationError("An address has no spaces, line breaks or backslashes.")
    parts = split(text)
    if parts.scheme not in DEFAULT_PORTS or not parts.netloc:
        raise ValidationError(
            "Start with http:// or https:// and a host, for example http://localhost:11434/v1."
        )
    if "@" in parts.netloc:
        raise ValidationError("Leave the user name and password out of the address: use the key or a header.")
    if "?" in text or "#" in text:
        raise ValidationError("Leave out what begins with ? or #: only the path up to /v1 is needed.")
    host = encoded_host(parts)
    port = f":{parts.port}" if parts.port and parts.port != DEFAULT_PORTS[parts.scheme] else ""
    return f"{parts.scheme}://{host}{port}{clean_path(parts.path)}"


def clean_path(path: str) -> str:
    """The path as typed, percent-encoded where it must be, without what each operation adds by itself."""
    if not path.isascii() or re.search(r"(^|/)\.{1,2}(/|$)", path):
        raise ValidationError("Write the path in plain ASCII, without . or .. as a folder.")
    return OPERATION.sub("", path.rstrip("/")).rstrip("/")


def split(text: str) -> SplitResult:
    try:
        parts = urlsplit(text)
        if parts.port == 0:
            raise ValueError
    except ValueError:
        raise ValidationError("This is not an address: check its brackets and its port.") from None
    return parts


def encoded_host(parts: SplitResult) -> str:
    """The host in lower case, as it goes over the wire: punycode for other scripts, brackets round IPv6."""
    host = parts.hostname or ""
    try:
        if ":" in host and "%" not in host:
            return f"[{ipaddress.IPv6Address(host).compressed}]"
        encoded = host if host.isascii() else host.encode("idna").decode()
    except ValueError:
        refuse_host()
    if not HOST.fullmatch(encoded):
        refuse_host()
    return encoded


def refuse_host() -> NoReturn:
    raise ValidationError(
        "This host cannot be: write a name such as api.example.com or an address such as 10.0.0.7."
    )


def origin(url: str) -> tuple[str, str, int | None]:
    """Scheme, host and port of a clean base URL: a key that was given for one is never sent to another."""
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port or DEFAULT_PORTS.get(parts.scheme)


def without_user(url: str) -> str:
    """The address fit for showing, also when the environment put a password into it."""
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
