"""What the close of a realtime session means: the server's code and reason word for word, and what to do."""

import re
from typing import NamedTuple

from playground.openai import errors

_CLEAN = {1000, 1005}
_WORDS = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)+")
_UNAUTHORIZED = {3000, 3003, 4001, 4003, 4401, 4403}
_UNAUTHORIZED_CODES = {"invalid_api_key", "token_expired", "invalid_client_secret", "expired_client_secret"}
_ADVICE = {
    "beta_api_shape_disabled": "The server has closed the beta. Switch the shape to GA and connect again.",
    "token_expired": "The secret has expired. Connect again: that mints a new one.",
    "session_expired": "Sessions have a longest duration. What was said is kept; connect again for a new one.",
}
_ADVICE_BY_CODE = {
    1001: "The server is going away or the session is over. What was said is kept; connect again.",
    1006: "What was said is kept. Check the network and connect again.",
    1008: "The server's policy refused it: check the session's parameters and the key's rights.",
    1009: "A message was too large for the server: send less at once.",
    1011: "The fault is the server's: wait a moment and connect again.",
    1012: "The server restarts: wait a moment and connect again.",
    1013: "The server is busy: wait a moment and connect again.",
    4000: "The server refused the session: check its parameters and its shape, beta or GA.",
}
_REFUSED = (
    "The secret or key was not accepted. Connect again to mint a new secret, and check the connection's key."
)


class Close(NamedTuple):
    """`code` None: the connection broke without a close."""

    code: int | None
    reason: str

    @property
    def is_clean(self) -> bool:
        return self.code in _CLEAN

    def __str__(self) -> str:
        if self.code is None:
            return "without a close (1006)"
        return f"with {self.code} {self.reason}".rstrip()


def as_error(close: Close, said: str = "") -> errors.OpenAIError | None:
    """The error that a close is, None for a clean one; `said` is the server's own error event before it."""
    if close.is_clean:
        return None
    if close.code is None:
        return errors.IncompleteAnswer(
            "The connection to the server broke in the middle of the session.", advice=_ADVICE_BY_CODE[1006]
        )
    code = code_of(close.reason)
    message = f"The server closed the session {close}."
    kind: type[errors.OpenAIError] = (
        errors.ServerFailed if close.code in (1011, 1012, 1013) else errors.BadRequest
    )
    if close.code in _UNAUTHORIZED or code in _UNAUTHORIZED_CODES:
        kind = errors.AuthenticationFailed
    advice = _ADVICE.get(code or "") or (_REFUSED if kind is errors.AuthenticationFailed else "")
    return kind(
        f"{message} It said: {said}" if said else message,
        code=code,
        advice=advice or _ADVICE_BY_CODE.get(close.code, ""),
    )


def code_of(reason: str) -> str | None:
    """The error's code in a reason such as `invalid_request_error.beta_api_shape_disabled`."""
    found = _WORDS.findall(reason)
    return found[-1] if found else None
