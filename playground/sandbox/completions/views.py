"""`POST /completions`: https://platform.openai.com/docs/api-reference/completions"""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase

from .. import catalog, faults, inputs
from ..chat.stream import DONE
from ..endpoint import Call
from ..pacing import paced
from ..parameters import missing
from ..token_ids import END_OF_TEXT
from .compose import Completion, compose
from .parameters import CREATE, check
from .stream import Events


async def create(call: Call) -> dict[str, Any] | HttpResponseBase:
    CREATE.check(call.body, "")
    if "prompt" not in call.body:
        raise missing("prompt")
    params = {name: value for name, value in call.body.items() if value is not None}
    model = catalog.find_for("v1/completions", params["model"], "completion")
    streams = bool(params.get("stream"))
    if response := await faults.before_answer(model.fault, streams):
        return response
    prompts = await asyncio.to_thread(inputs.read, params.get("prompt", END_OF_TEXT))
    check(params, model, prompts)
    completion = await asyncio.to_thread(compose, params, model, prompts)
    if streams:
        return StreamingHttpResponse(
            events(completion, call), content_type="text/event-stream; charset=utf-8"
        )
    made = await asyncio.to_thread(completion.as_dict)
    return await faults.whole(made, model, call.request, completion.written)


async def events(completion: Completion, call: Call) -> AsyncIterator[str]:
    source = paced(Events(completion), completion.model.speed, 0)
    if completion.model.fault:
        source = faults.in_stream(completion.model.fault, source, call.request)
    async for piece in source:
        yield piece
    if completion.model.fault != "error-in-stream":
        yield DONE
