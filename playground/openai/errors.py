"""What can go wrong upstream, as one tree.

OpenAIError                kind
├── AuthenticationFailed   authentication   401
├── PermissionDenied       permission       402, 403
├── NotFound               not_found        404, 405, 410, 501: no such thing or no such operation
├── BadRequest             bad_request      any other 4xx, or it cannot be sent; `param` names why
├── RateLimited            rate_limit       429; `retry_after` in seconds when the server said it
├── ServerFailed           server           5xx, or an error reported inside an answer
├── ConnectionFailed       connection       no connection, or lost before an answer; a redirect
├── TimedOut               timeout          connecting, sending or waiting took too long
├── MalformedAnswer        malformed        an answer that is not what the API promises, or too large
└── IncompleteAnswer       incomplete       the answer began and was cut off

Reference: https://platform.openai.com/docs/guides/error-codes/api-errors
"""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from playground.openai.advice import advice_for
from playground.openai.redaction import redact

__all__ = [
    "AuthenticationFailed",
    "BadRequest",
    "ConnectionFailed",
    "IncompleteAnswer",
    "MalformedAnswer",
    "NotFound",
    "OpenAIError",
    "PermissionDenied",
    "RateLimited",
    "ServerFailed",
    "TimedOut",
    "class_for_status",
    "from_dict",
    "from_event",
    "redact",
]

_FIELDS = ("status_code", "type", "code", "param", "request_id", "retry_after", "body")


class OpenAIError(Exception):
    """Anything that went wrong with a request, in words for a person, free of keys.

    `retry_after` is in seconds; `body` is the start of the server's answer; `headers` are that answer's, if one
    came; `advice` is what to do.
    """

    kind: ClassVar[str] = "server"
    default_message: ClassVar[str] = "The request failed."

    def __init__(
        self,
        message: str = "",
        *,
        status_code: int | None = None,
        type: str | None = None,
        code: str | None = None,
        param: str | None = None,
        request_id: str | None = None,
        retry_after: float | None = None,
        body: str = "",
        advice: str = "",
    ) -> None:
        self.message = message or self.default_message
        super().__init__(self.message)
        self.status_code = status_code
        self.type = type
        self.code = code
        self.param = param
        self.request_id = request_id
        self.retry_after = retry_after
        self.body = body
        self.headers: Mapping[str, str] = {}
        self.advice = advice or advice_for(self.kind, code=code, param=param, retry_after=retry_after)

    def as_dict(self) -> dict[str, Any]:
        """The error as plain JSON, for the history."""
        fields = {name: getattr(self, name) for name in _FIELDS}
        return {"kind": self.kind, "message": self.message, "advice": self.advice, **fields}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "OpenAIError":
        """The error that `as_dict` was taken from."""
        fields: dict[str, Any] = {name: data.get(name) for name in _FIELDS}
        fields["body"] = fields["body"] or ""
        chosen = _BY_KIND.get(data.get("kind", ""), cls)
        return chosen(data.get("message", ""), advice=data.get("advice", ""), **fields)

    def redacted(self, secrets: tuple[str, ...]) -> Self:
        """The same error with these secrets removed from everything that is shown."""
        self.message = redact(self.message, secrets)
        self.body = redact(self.body, secrets)
        self.args = (self.message,)
        return self


class AuthenticationFailed(OpenAIError):
    kind = "authentication"
    default_message = "The server did not accept the key."


class PermissionDenied(OpenAIError):
    kind = "permission"
    default_message = "The key is not allowed to do this."


class NotFound(OpenAIError):
    kind = "not_found"
    default_message = "The server does not know this."


class BadRequest(OpenAIError):
    kind = "bad_request"
    default_message = "The server refused the request."


class RateLimited(OpenAIError):
    kind = "rate_limit"
    default_message = "Too many requests, or the quota is used up."


class ServerFailed(OpenAIError):
    kind = "server"
    default_message = "The server failed."


class ConnectionFailed(OpenAIError):
    kind = "connection"
    default_message = "The server could not be reached."


class TimedOut(OpenAIError):
    kind = "timeout"
    default_message = "The server took too long."


class MalformedAnswer(OpenAIError):
    kind = "malformed"
    default_message = "The server's answer could not be understood."


class IncompleteAnswer(OpenAIError):
    kind = "incomplete"
    default_message = "The answer ended before it was complete."


_BY_KIND: dict[str, type[OpenAIError]] = {cls.kind: cls for cls in OpenAIError.__subclasses__()}
_BY_STATUS: dict[int, type[OpenAIError]] = {
    401: AuthenticationFailed,
    402: PermissionDenied,
    403: PermissionDenied,
    404: NotFound,
    405: NotFound,
    408: TimedOut,
    410: NotFound,
    429: RateLimited,
    501: NotFound,
}
_BY_WORD: dict[str, type[OpenAIError]] = {
    "authentication_error": AuthenticationFailed,
    "invalid_api_key": AuthenticationFailed,
    "permission_error": PermissionDenied,
    "not_found_error": NotFound,
    "model_not_found": NotFound,
    "invalid_request_error": BadRequest,
    "rate_limit_error": RateLimited,
    "rate_limit_exceeded": RateLimited,
    "insufficient_quota": RateLimited,
}

from_dict = OpenAIError.from_dict


def class_for_status(status_code: int) -> type[OpenAIError]:
    """The error class of an HTTP status from 400 on."""
    return _BY_STATUS.get(status_code) or (ServerFailed if status_code >= 500 else BadRequest)


def fields_of(error: Mapping[str, Any]) -> dict[str, Any]:
    """`type`, `code` and `param` of an error object, as strings or None."""
    return {name: None if error.get(name) is None else str(error[name]) for name in ("type", "code", "param")}


def from_event(data: object, event: str = "message") -> OpenAIError | None:
    """The error that a parsed event, or a whole answer with status 200, carries; None when it carries none.

    Understood are `event: error`, `{"type": "error", ...}` and `{"error": {...}}` or `{"error": "text"}`. A
    response object (Responses API) has an `error` of its own and is not one.
    """
    if not isinstance(data, dict):
        return _described({"message": str(data)}) if event == "error" else None
    error = data.get("error")
    if error and data.get("object") != "response":
        return _described(error if isinstance(error, dict) else {"message": str(error)})
    if event == "error" or data.get("type") == "error":
        return _described(data)
    return None


def _described(error: Mapping[str, Any]) -> OpenAIError:
    fields = fields_of(error)
    code, kind = fields["code"], fields["type"]
    if fields["type"] == "error":
        fields["type"] = None
    if code and code.isdigit() and 400 <= int(code) < 600:
        chosen = class_for_status(int(code))
    else:
        chosen = _BY_WORD.get(code or "") or _BY_WORD.get(kind or "") or ServerFailed
    return chosen(redact(str(error.get("message") or "")), **fields)
