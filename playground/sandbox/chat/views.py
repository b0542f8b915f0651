"""`/chat/completions`: https://platform.openai.com/docs/api-reference/chat"""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase

from .. import catalog, faults
from ..endpoint import Call
from ..pacing import paced
from . import rules, stored
from .completion import Completion
from .compose import compose
from .parameters import CREATE
from .stream import DONE, Events


async def create(call: Call) -> dict[str, Any] | HttpResponseBase:
    CREATE.check(call.body, "")
    params = {name: value for name, value in call.body.items() if value is not None}
    model = catalog.find_for("v1/chat/completions", params["model"], "chat", "reasoning")
    streams = bool(params.get("stream"))
    if response := await faults.before_answer(model.fault, streams):
        return response
    await asyncio.to_thread(rules.check, params, model)
    completion = await asyncio.to_thread(compose, params, model)
    if streams:
        return StreamingHttpResponse(
            events(completion, call), content_type="text/event-stream; charset=utf-8"
        )
    if params.get("store"):
        await stored.keep(completion, call.account)
    made = completion.as_dict()
    return await faults.whole(made, model, call.request, made["usage"]["completion_tokens"])


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
