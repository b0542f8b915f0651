"""`/images/generations`, `/images/edits`, `/images/variations`."""

import json
from collections.abc import AsyncIterator
from functools import partial
from typing import Any

from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase

from .. import catalog, faults
from ..endpoint import Call
from ..multipart import read_form
from . import answer, easel, uploads
from .edits import edit as edited
from .families import DALL_E_2, GPT, NEWER_GPT, ONLY_GPT, family_of, only
from .order import Order
from .painter import paint
from .parameters import CREATE, EDIT, VARY, check
from .variations import vary

Answer = dict[str, Any] | HttpResponseBase


async def create(call: Call) -> Answer:
    CREATE.check(call.body, "")
    params = {name: value for name, value in call.body.items() if value is not None}
    default = "gpt-image-1" if any(name in params for name in ONLY_GPT) else "dall-e-2"
    model = catalog.find_for("v1/images/generations", params.get("model", default), "image")
    if response := await faults.before_answer(model.fault, bool(params.get("stream"))):
        return response
    family = family_of(model)
    check(params, family)
    order = Order.of(params, model, family)
    make = partial(paint, order.prompt, order.width, order.height, transparent=order.transparent)
    return await answered(call, order, lambda seed: make(seed=seed), "image_generation", params)


async def edit(call: Call) -> Answer:
    params, files = await read_form(call.request, EDIT)
    model = catalog.find_for("v1/images/edits", params.get("model", "gpt-image-1.5"), "image")
    if response := await faults.before_answer(model.fault, bool(params.get("stream"))):
        return response
    family = family_of(model)
    only(family, ("dall-e-2", "gpt-image-1"), DALL_E_2, GPT, NEWER_GPT)
    check(params, family)
    images = uploads.given(files, ("image", "mask"), most=1 if family is DALL_E_2 else 16)
    open_one = uploads.square_png if family is DALL_E_2 else uploads.opened
    pictures = [await easel.work(open_one, image) for image in images]
    masks = files.get("mask", [])
    mask = await easel.work(uploads.mask_for, images[0], masks[-1]) if masks else None
    order = Order.of(params, model, family, pictures[0].size)
    return await answered(
        call, order, partial(edited, order, pictures, mask), "image_edit", params, len(images)
    )


async def create_variation(call: Call) -> Answer:
    params, files = await read_form(call.request, VARY)
    model = catalog.find_for("v1/images/variations", params.get("model", "dall-e-2"), "image")
    if response := await faults.before_answer(model.fault, streams=False):
        return response
    only(family_of(model), ("dall-e-2",), DALL_E_2)
    check(params, DALL_E_2)
    [image] = uploads.given(files, ("image",))
    picture = await easel.work(uploads.square_png, image)
    order = Order.of(params, model, DALL_E_2)
    return await answered(call, order, partial(vary, picture, order.width, order.height), "", params)


async def answered(
    call: Call, order: Order, make: easel.Make, name: str, params: dict[str, Any], inputs: int = 0
) -> Answer:
    if params.get("stream"):
        return StreamingHttpResponse(
            stream(call, order, make, name, inputs), content_type="text/event-stream; charset=utf-8"
        )
    made = answer.response(order, await easel.pictures(order, make, call.request), inputs)
    return await faults.whole(made, order.model, call.request, answer.output_tokens(order))


async def stream(call: Call, order: Order, make: easel.Make, name: str, inputs: int) -> AsyncIterator[str]:
    fault = order.model.fault
    events = easel.events(order, make, name, inputs, broken=fault in faults.IN_STREAM)
    written = (f"event: {event['type']}\ndata: {json.dumps(event)}\n\n" async for event in events)
    async for piece in faults.in_stream(fault, written, call.request) if fault else written:
        yield piece
