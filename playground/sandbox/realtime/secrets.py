"""Client secrets: signed, so that every process of one installation reads them and none is stored."""

import time
from dataclasses import dataclass
from typing import Any

from django.core import signing

from ..errors import APIError
from .configuration import Configuration

PREFIX = "ek_"
# The longest that still fits into the header of a socket's handshake.
LONGEST = 12_000
SIGNER = signing.Signer(salt="playground.sandbox.realtime", sep=".")
UNAUTHORIZED = 401


@dataclass(frozen=True, slots=True)
class Secret:
    """What a client secret stands for, until `expires_at` (seconds since 1970)."""

    account: str
    expires_at: int
    configuration: Configuration

    def value(self) -> str:
        """The secret itself, of characters that a subprotocol's name may have; raises 400 when too long."""
        made = self.configuration
        content = [self.account, self.expires_at, made.kind, made.beta, made.fields]
        value = PREFIX + SIGNER.sign_object(content, compress=True)
        if len(value) > LONGEST:
            raise APIError(
                400,
                "The session is too large for a client secret of the sandbox, which holds all of it. Give "
                "its instructions and tools in a session.update event instead.",
                param="session",
                code="session_too_large",
            )
        return value


def mint(account: str, configuration: Configuration, seconds: int, now: float | None = None) -> Secret:
    return Secret(account, int(time.time() if now is None else now) + seconds, configuration)


def read(value: str, now: float | None = None) -> Secret:
    """The secret of this value; raises 401 when it is none of ours, or expired."""
    try:
        content: list[Any] = SIGNER.unsign_object(value.removeprefix(PREFIX))
    except signing.BadSignature:
        shown = f"{value[:8]}{'*' * 8}{value[-4:]}"
        message = f"Incorrect API key provided: {shown}. It is no client secret of this sandbox."
        raise APIError(UNAUTHORIZED, message, code="invalid_api_key") from None
    account, expires_at, kind, beta, fields = content
    if (time.time() if now is None else now) >= expires_at:
        message = "This client secret has expired. Create another one; a session that runs may go on."
        raise APIError(UNAUTHORIZED, message, code="token_expired")
    return Secret(account, expires_at, Configuration(kind, beta, fields))
