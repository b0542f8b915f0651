"""Keeping keys out of whatever leaves the service layer."""

import re
from collections.abc import Iterable, Mapping

_KEY_LIKE = re.compile(r"\b(sk-|sess-|ek_)[A-Za-z0-9_*.\-]{8,}")
_BEARER = re.compile(r"\b(bearer\s+)[A-Za-z0-9_\-.~+/=]{8,}", re.IGNORECASE)
_SECRET_NAME = re.compile(r"auth|key|token(?!s)|secret|cookie|password|credential|signature", re.IGNORECASE)
_SHORTEST_SECRET = 4


class Unseen(str):
    """A secret of which nothing is shown, not even how it ends."""

    __slots__ = ()


def hint(secret: str) -> str:
    """What may be shown of a secret: its last four characters, nothing of a short one or of one that is unseen."""
    return f"…{secret[-4:]}" if len(secret) >= 12 and not isinstance(secret, Unseen) else "…"


def is_secret_name(name: str) -> bool:
    """Whether a header of that name is likely to carry a secret."""
    return bool(_SECRET_NAME.search(name))


def secrets_of(key: str, headers: Mapping[str, str]) -> tuple[str, ...]:
    """The secrets among a key and extra headers, longest first; of "Bearer abc" also "abc" alone."""
    values = [key, *(value for name, value in headers.items() if is_secret_name(name))]
    tokens = [value.partition(" ")[2] for value in values]
    return tuple(sorted({value for value in (*values, *tokens) if value}, key=len, reverse=True))


def without(text: str, secrets: Iterable[str]) -> str:
    """`text` with exactly these secrets cut to a hint; short ones, which may be any word, are left."""
    for secret in secrets:
        if len(secret) >= _SHORTEST_SECRET and secret in text:
            text = text.replace(secret, hint(secret))
    return text


def redact(text: str, secrets: Iterable[str] = ()) -> str:
    """`text` without the given secrets and without anything that looks like an API key."""
    text = _BEARER.sub(r"\1…", without(text, secrets))
    return _KEY_LIKE.sub(r"\1…", text)


def redact_headers(headers: Mapping[str, str], secrets: Iterable[str] = ()) -> dict[str, str]:
    """Headers fit for showing: secret values become a hint, "Bearer …7f3a"."""
    return {
        name: _shown(value) if is_secret_name(name) else redact(value, secrets)
        for name, value in headers.items()
    }


def _shown(value: str) -> str:
    scheme, space, token = value.partition(" ")
    return f"{scheme} {hint(token)}" if space and scheme.isalpha() else hint(value)
