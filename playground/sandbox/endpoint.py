"""The edge of the sandbox: key, method, body and headers are dealt with here, so that a view only answers.

A view is `async def view(call, **path_arguments)` and returns a JSON-able object or a Django response. It is named
by its module and name, "chat.views.create", and loaded when it is asked for first: the sandbox paints, speaks and
listens with large libraries, which many processes never need.
"""

import asyncio
import hashlib
import time
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from . import fine_tuned
from .body import read_json
from .errors import APIError, missing_key, unknown_url, wrong_method

PREFIX = "/sandbox"


@dataclass(frozen=True, slots=True)
class Call:
    """One authenticated request. `account` is a digest of the key; `body` is {} unless it is a POST of JSON."""

    request: HttpRequest
    account: str
    body: dict[str, Any]


View = Callable[..., Awaitable[Any]]


loaded: dict[str, View] = {}


def later(name: str) -> Callable[..., Any]:
    """The view or application of this name, loaded with its first call."""

    async def call(*arguments: Any, **named: Any) -> Any:
        if name not in loaded:
            # In a thread: streams go on meanwhile.
            loaded[name] = await asyncio.to_thread(load, name)
        return await loaded[name](*arguments, **named)

    return call


def load(name: str) -> View:
    module, _, function = name.rpartition(".")
    return cast(View, getattr(import_module(f".{module}", __package__), function))


def endpoint(*, body: bool = True, **methods: str) -> Callable[..., Any]:
    """The Django view of one path: `endpoint(GET="views.list_models")`. Errors and headers are those of the API.

    Without `body`, a POST may be empty and what it holds is not read.
    """

    @csrf_exempt
    async def view(request: HttpRequest, **path: str) -> HttpResponseBase:
        started = time.perf_counter()
        try:
            response = await answer(request, methods, path, body)
        except APIError as error:
            response = error.response()
        for name, value in usual_headers(started).items():
            response.headers.setdefault(name, value)
        return response

    return view


async def answer(
    request: HttpRequest, methods: dict[str, str], path: dict[str, str], reads: bool
) -> HttpResponseBase:
    url = request.path.removeprefix(PREFIX)
    if not settings.SANDBOX:
        raise unknown_url(request.method or "", url)
    account = authenticate(request)
    if not methods:
        raise unknown_url(request.method or "", url)
    if request.method not in methods:
        raise wrong_method(request.method or "", url)
    # A multipart body is left to the view, which reads it with `multipart.read_form`.
    has_json = reads and request.method == "POST" and request.content_type != "multipart/form-data"
    body = read_json(request) if has_json else {}
    await fine_tuned.check(body.get("model"), account)
    result = await later(methods[request.method])(Call(request, account, body), **path)
    if isinstance(result, HttpResponseBase):
        return result
    return JsonResponse(result, json_dumps_params={"ensure_ascii": False})


def authenticate(request: HttpRequest) -> str:
    """Any key will do; a missing one will not."""
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not key.strip():
        raise missing_key()
    return hashlib.sha256(key.strip().encode("utf-8", "replace")).hexdigest()[:32]


def usual_headers(started: float) -> dict[str, str]:
    return {
        "x-request-id": f"req_{uuid.uuid4().hex}",
        "openai-version": "2020-10-01",
        "openai-organization": "sandbox",
        "openai-processing-ms": str(round((time.perf_counter() - started) * 1000)),
        "x-ratelimit-limit-requests": "10000",
        "x-ratelimit-remaining-requests": "9999",
        "x-ratelimit-reset-requests": "6ms",
        "x-ratelimit-limit-tokens": "2000000",
        "x-ratelimit-remaining-tokens": "1999000",
        "x-ratelimit-reset-tokens": "30ms",
        "cache-control": "no-store",
    }
