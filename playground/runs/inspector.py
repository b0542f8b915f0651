"""What the inspector shows of a run: the request as sent, the response as received, headers, code."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from playground.openai.operations import find

from .highlighting import highlighted
from .live import replayed
from .models import Run
from .readable import pretty

TABS = {
    "request": "Request",
    "response": "Response",
    "events": "Events",
    "headers": "Headers",
    "timing": "Timing",
    "code": "Code",
}
BODY_SHOWN = 200_000
STRING_SHOWN = 20_000

EXPLAINED = {
    "x-request-id": "name this one when you ask support",
    "retry-after": "seconds to wait before the next try",
    "openai-processing-ms": "milliseconds the server worked",
    "openai-version": "version of the API",
    "x-ratelimit-limit-requests": "requests allowed in the window",
    "x-ratelimit-remaining-requests": "requests left in the window",
    "x-ratelimit-reset-requests": "until the requests are full again",
    "x-ratelimit-limit-tokens": "tokens allowed in the window",
    "x-ratelimit-remaining-tokens": "tokens left in the window",
    "x-ratelimit-reset-tokens": "until the tokens are full again",
}


@dataclass(frozen=True)
class Body:
    """A JSON value for reading; `is_cut` when there is more of it than a page should hold."""

    html: SafeString
    is_cut: bool


def body(value: Any) -> Body:
    text = value if isinstance(value, str) else pretty(value, limit=STRING_SHOWN)
    shown = text[:BODY_SHOWN]
    language = "text" if isinstance(value, str) else "json"
    return Body(mark_safe(highlighted(shown, language)), len(text) > BODY_SHOWN)


def request_context(run: Run) -> dict[str, Any]:
    """The request as sent; before it was sent, what it is made of."""
    sent = run.request or {}
    operation = find(run.operation)
    return {
        "method": sent.get("method", operation.method),
        "url": sent.get("url", f"/v1{operation.path}"),
        "headers": sorted((sent.get("headers") or {}).items()),
        "body": body(sent.get("body", run.params)) if operation.body != "none" else None,
    }


def response_context(run: Run) -> dict[str, Any]:
    response = replayed(run).result() if run.is_live else run.response
    return {
        "status_line": status_line(run.status_code),
        "content_type": run.headers.get("content-type", ""),
        "body": body(response) if response is not None else None,
        "error": body(run.error) if run.error else None,
    }


def status_line(code: int | None) -> str:
    try:
        return f"{code} {HTTPStatus(code).phrase}" if code else ""
    except ValueError:
        return str(code)


def headers_context(run: Run) -> dict[str, Any]:
    return {
        "sent": sorted((run.request.get("headers") or {}).items()),
        "received": [(name, value, EXPLAINED.get(name, "")) for name, value in sorted(run.headers.items())],
    }
