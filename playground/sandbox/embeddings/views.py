"""`POST /embeddings`: https://platform.openai.com/docs/api-reference/embeddings"""

import asyncio
import base64
import json
from collections.abc import AsyncIterator
from typing import Any

from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase

from .. import catalog, faults, inputs
from ..catalog import Model
from ..endpoint import Call
from ..inputs import Input
from .parameters import CREATE, check_dimensions, check_inputs, size_of
from .vectors import Vector, embed

AT_ONCE = 32


async def create(call: Call) -> HttpResponseBase:
    CREATE.check(call.body, "")
    params = {name: value for name, value in call.body.items() if value is not None}
    model = catalog.find_for("v1/embeddings", params["model"], "embedding")
    if response := await faults.before_answer(model.fault, streams=False):
        return response
    check_dimensions(params, model)
    given = await asyncio.to_thread(inputs.read, params["input"])
    check_inputs(given, single=isinstance(params["input"], str))
    await faults.take_time(model, sum(each.tokens for each in given))
    body = written(params, model, given)
    if model.fault:
        body = faults.in_stream(model.fault, body, call.request)
    return StreamingHttpResponse(body, content_type="application/json")


async def written(params: dict[str, Any], model: Model, given: list[Input]) -> AsyncIterator[str]:
    """The answer's JSON in pieces: with all their numbers, thousands of vectors are too much at once."""
    yield '{"object":"list","data":['
    for start in range(0, len(given), AT_ONCE):
        part = given[start : start + AT_ONCE]
        yield ("," if start else "") + await asyncio.to_thread(items, params, model, part, start)
    total = sum(each.tokens for each in given)
    usage = {"prompt_tokens": total, "total_tokens": total}
    yield f'],"model":{json.dumps(model.id)},"usage":{json.dumps(usage)}}}'


def items(params: dict[str, Any], model: Model, part: list[Input], start: int) -> str:
    """The embeddings of some inputs, the first of them with the index `start`."""
    size = size_of(model)
    show = in_base64 if params.get("encoding_format") == "base64" else in_digits
    vectors = (embed(each.text, size, params.get("dimensions", size)) for each in part)
    return ",".join(
        f'{{"object":"embedding","index":{index},"embedding":{show(vector)}}}'
        for index, vector in enumerate(vectors, start)
    )


def in_base64(vector: Vector) -> str:
    return f'"{base64.b64encode(vector.astype("<f4").tobytes()).decode()}"'


def in_digits(vector: Vector) -> str:
    # Half the time of the JSON encoder, which looks for the shortest digits of each number.
    return f"[{','.join(['%.9f'] * len(vector)) % tuple(vector.tolist())}]"
