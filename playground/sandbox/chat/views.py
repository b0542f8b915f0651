"""`/chat/completions`: https://platform.openai.com/docs/api-reference/chat"""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase

from .. import catalog, faults
from ..endpoint import Call
from . import rules, stored
from .completion import Completion
from .compose import compose
from .parameters import CREATE
from .stream import DONE, Events, paced

LONGEST_WAIT = 20.0
# What was written must have left before the connection is dropped with everything unsent.
TIME_TO_LEAVE = 0.1


async def create(call: Call) -> dict[str, Any] | HttpResponseBase:
    CREATE.check(call.body, "")
    params = {name: value for name, value in call.body.items() if value is not None}
    model = catalog.find_for_chat(params["model"])
    streams = bool(params.get("stream"))
    if response := await faults.before_answer(model.fault, streams):
        return response
    rules.check(params, model)
    completion = await asyncio.to_thread(compose, params, model)
    if streams:
        return StreamingHttpResponse(
            events(completion, call), content_type="text/event-stream; charset=utf-8"
        )
    await take_time(completion)
    if params.get("store"):
        await stored.keep(completion, call.account)
    if model.fault == "cut":
        return StreamingHttpResponse(half(completion, call), content_type="application/json")
    return completion.as_dict()


async def events(completion: Completion, call: Call) -> AsyncIterator[str]:
    thinking = max(reply.reasoning_tokens for reply in completion.replies)
    source = paced(Events(completion), completion.model.speed, thinking)
    if completion.model.fault:
        source = faults.in_stream(completion.model.fault, source, call.request)
    async for piece in source:
        yield piece
    if completion.params.get("store"):
        await stored.keep(completion, call.account)
    if completion.model.fault != "error-in-stream":
        yield DONE


async def take_time(completion: Completion) -> None:
    """A slow model is slow without streaming too, and a reasoning one thinks."""
    speed = completion.model.speed
    if completion.model.id == "sandbox-slow" and speed:
        tokens = completion.usage()["completion_tokens"]
        await asyncio.sleep(min(LONGEST_WAIT, tokens / speed))


async def half(completion: Completion, call: Call) -> AsyncIterator[str]:
    body = json.dumps(completion.as_dict())
    yield body[: len(body) // 2]
    await asyncio.sleep(TIME_TO_LEAVE)
    faults.cut(call.request)
    await asyncio.Event().wait()
