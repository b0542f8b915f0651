"""Where pictures are made: few at a time, off the event loop; what nobody waits for any more is not begun."""

import asyncio
import base64
import os
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from django.http import HttpRequest
from PIL import Image

from . import answer, files
from .encoding import encoded
from .order import Order

Made = TypeVar("Made")
# Makes the picture of one seed.
Make = Callable[[int], Image.Image]
# Half of the processors at most: streams go on beside. Each holds some 100 MB for a moment.
AT_ONCE = min(2, max(1, (os.cpu_count() or 1) // 2))
PAUSE, LONG_PAUSE = 0.25, 2.0

painters = ThreadPoolExecutor(AT_ONCE, "painter")


async def work(task: Callable[..., Made], *arguments: Any) -> Made:
    return await asyncio.get_running_loop().run_in_executor(painters, task, *arguments)


async def pictures(order: Order, make: Make, request: HttpRequest) -> list[dict[str, str]]:
    """The entries of `data`, made one after another."""

    def one(seed: int) -> dict[str, str]:
        data = encoded(make(seed), order.format, order.compression)
        entry = {"url": files.keep(data, order.format, request)} if order.url else b64(data)
        return entry | ({"revised_prompt": revised(order)} if order.family.revises else {})

    return [await work(one, order.seed + place) for place in range(order.count)]


def b64(data: bytes) -> dict[str, str]:
    return {"b64_json": base64.b64encode(data).decode()}


def revised(order: Order) -> str:
    manner = "A vivid picture" if order.vivid else "A natural picture"
    return f"{manner}, painted by the sandbox without any model, of: {order.prompt}"


async def events(
    order: Order, make: Make, name: str, inputs: int, *, broken: bool
) -> AsyncIterator[dict[str, Any]]:
    """Partial pictures and whole ones; `broken` ones are never completed, because a fault comes in between."""
    pause = LONG_PAUSE if order.model.slow else PAUSE if order.model.speed else 0.0
    for place in range(order.count):
        picture = await work(make, order.seed + place)
        for step in range(order.partial_images):
            await asyncio.sleep(pause)
            data = await work(part, order, picture, step)
            yield answer.event(order, f"{name}.partial_image", data, partial_image_index=step)
        if broken:
            return
        await asyncio.sleep(pause)
        data = await work(encoded, picture, order.format, order.compression)
        yield answer.event(order, f"{name}.completed", data, usage=answer.usage(order, inputs))


def part(order: Order, picture: Image.Image, step: int) -> bytes:
    unfinished = answer.unfinished(picture, step + 1, order.partial_images)
    return encoded(unfinished, order.format, order.compression)
