"""What goes wrong on request: by the name of the model, before the answer or in the middle of it."""

import asyncio
import json
import sys
from collections.abc import AsyncGenerator, AsyncIterator
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from twisted.internet.interfaces import ITCPTransport

from .catalog import Model
from .errors import APIError, model_not_found

EVENTS_BEFORE_FAULT = 12
IN_STREAM = ("stall", "cut", "malformed", "error-in-stream")
LONGEST_WAIT = 20.0
# What was written must have left before the connection is dropped with everything unsent.
TIME_TO_LEAVE = 0.1
BROKEN = 'data: {"id": "chatcmpl-sandbox", "choices": [{"index": 0, "delta": {"content": "brok\n\n'
SERVER_ERROR = "The server had an error while processing your request. Sorry about that!"
PAGE = (
    "<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head>"
    "<body><center><h1>502 Bad Gateway</h1></center><hr><center>sandbox</center></body></html>"
)
RATE_LIMIT = (
    "Rate limit reached for sandbox-error-429 on requests per min (RPM): Limit 3, Used 3, Requested 1. "
    "Try again in 2s."
)
RATE_HEADERS = {
    "retry-after": "2",
    "retry-after-ms": "2000",
    "x-ratelimit-limit-requests": "3",
    "x-ratelimit-remaining-requests": "0",
    "x-ratelimit-reset-requests": "2s",
}

ERRORS: dict[str, tuple[int, str, dict[str, Any]]] = {
    "error-400": (
        400,
        "The sandbox was asked to refuse this request.",
        {"param": "model", "code": "invalid_value"},
    ),
    "error-401": (401, "Incorrect API key provided: sk-sandb**********key.", {"code": "invalid_api_key"}),
    "error-403": (
        403,
        "Project does not have access to model `sandbox-error-403`.",
        {"code": "model_not_found"},
    ),
    "error-429": (
        429,
        RATE_LIMIT,
        {"type": "requests", "code": "rate_limit_exceeded", "headers": RATE_HEADERS},
    ),
    "error-500": (500, SERVER_ERROR, {"type": "server_error"}),
    "error-503": (
        503,
        "The engine is currently overloaded, please try again later.",
        {"type": "server_error"},
    ),
}


async def before_answer(fault: str, streams: bool) -> HttpResponse | None:
    """Raise the fault's error, or return the response that stands for it; None lets the answer go ahead."""
    if fault == "error-404":
        raise model_not_found("sandbox-error-404")
    if fault in ERRORS or (fault == "error-in-stream" and not streams):
        status, message, more = ERRORS.get(fault, ERRORS["error-500"])
        raise APIError(status, message, **more)
    if fault == "html":
        return HttpResponse(PAGE, status=502, content_type="text/html")
    if fault == "malformed" and not streams:
        return HttpResponse(
            '{"id": "chatcmpl-sandbox", "choices": [{"index": 0, ', content_type="application/json"
        )
    if fault == "stall" and not streams:
        await asyncio.Event().wait()
    return None


async def in_stream(
    fault: str, events: AsyncIterator[str], request: HttpRequest, broken: str = BROKEN
) -> AsyncGenerator[str, None]:
    """The events, up to the point where the fault strikes; `broken` is the event of a malformed stream."""
    count = 0
    async for event in events:
        yield event
        count += 1
        if count == EVENTS_BEFORE_FAULT and fault in IN_STREAM:
            break
    if fault == "stall":
        await asyncio.Event().wait()
    elif fault == "cut":
        cut(request)
        await asyncio.Event().wait()
    elif fault == "malformed":
        yield broken
    elif fault == "error-in-stream":
        yield f"data: {json.dumps(APIError(500, SERVER_ERROR, type='server_error').body())}\n\n"


async def whole(
    made: dict[str, Any], model: Model, request: HttpRequest, tokens: int = 0
) -> dict[str, Any] | StreamingHttpResponse:
    """What was made, as its model answers without streaming: a slow one late, one that cuts by half."""
    await take_time(model, tokens)
    if model.fault == "cut":
        return StreamingHttpResponse(half(made, request), content_type="application/json")
    return made


async def take_time(model: Model, tokens: int) -> None:
    if model.slow:
        await asyncio.sleep(min(LONGEST_WAIT, tokens / (model.speed or 1)))


async def half(made: dict[str, Any], request: HttpRequest) -> AsyncIterator[str]:
    body = json.dumps(made)
    yield body[: len(body) // 2]
    await asyncio.sleep(TIME_TO_LEAVE)
    cut(request)
    await asyncio.Event().wait()


def cut(request: HttpRequest) -> None:
    """Drop the connection of this request without a proper end."""
    drop(getattr(request, "scope", {}).get("client"))


def drop(client: list[Any] | None) -> None:
    """Drop the connection to this address without a proper end.

    Under Daphne an exception after the first byte only ends up in the log, so the transport is found by its
    peer's address; any other server closes the connection when the application fails.
    """
    reactor = sys.modules.get("twisted.internet.reactor")
    for transport in reactor.getReaders() if reactor and client else ():
        if not ITCPTransport.providedBy(transport):
            continue
        peer = transport.getPeer()
        if [peer.host, peer.port] == list(client or ()):
            transport.abortConnection()
            return
    raise ConnectionAbortedError("The sandbox was asked to cut this answer.")
