"""What the API says of the pictures that were made: the response, its usage, its streamed events."""

import base64
import time
from collections.abc import Sequence
from typing import Any

from PIL import Image

from .. import tokens
from .order import Order

# For a square of 1024; other sizes cost in proportion.
TOKENS = {"low": 272, "medium": 1056, "high": 4160, "standard": 1056, "hd": 4160}
TOKENS_OF_PARTIAL = 100
TOKENS_OF_INPUT = 323


def response(order: Order, pictures: Sequence[dict[str, str]], inputs: int = 0) -> dict[str, Any]:
    """The whole answer. Older models say nothing of how they made it."""
    made: dict[str, Any] = {"created": int(time.time()), "data": list(pictures)}
    if order.family.answers_url:
        return made
    details = {"image_tokens": output_tokens(order) * order.count, "text_tokens": 0}
    return {
        **made,
        **manner(order),
        "usage": {**usage(order, inputs, order.count), "output_tokens_details": details},
    }


def event(order: Order, type: str, data: bytes, **more: Any) -> dict[str, Any]:
    described = {"created_at": int(time.time()), **manner(order)}
    return {"type": type, "b64_json": base64.b64encode(data).decode(), **described, **more}


def manner(order: Order) -> dict[str, str]:
    return {
        "size": order.size,
        "quality": order.quality,
        "background": "transparent" if order.transparent else "opaque",
        "output_format": order.format,
    }


def usage(order: Order, inputs: int, count: int = 1) -> dict[str, Any]:
    """`inputs` is how many pictures were given."""
    text, image = tokens.count(order.prompt), TOKENS_OF_INPUT * inputs
    made = output_tokens(order) * count
    return {
        "input_tokens": text + image,
        "input_tokens_details": {"text_tokens": text, "image_tokens": image},
        "output_tokens": made,
        "total_tokens": text + image + made,
    }


def output_tokens(order: Order) -> int:
    square = TOKENS[order.quality] * order.width * order.height / 1024**2
    return round(square) + TOKENS_OF_PARTIAL * order.partial_images


def unfinished(picture: Image.Image, step: int, steps: int) -> Image.Image:
    """The picture as it is after `step` of `steps` parts: coarse first, then finer."""
    coarse = 6 * 4 ** (steps - step)
    small = (max(2, picture.width // coarse), max(2, picture.height // coarse))
    return picture.resize(small, Image.Resampling.BOX, reducing_gap=2).resize(
        picture.size, Image.Resampling.BICUBIC
    )
