"""Pictures to send and to be sent."""

import base64
from io import BytesIO
from typing import Any

from PIL import Image


def picture(
    width: int = 6, height: int = 6, format: str = "PNG", mode: str = "RGB", colour: Any = (200, 30, 30)
) -> bytes:
    content = BytesIO()
    Image.new(mode, (width, height), colour).save(content, format)
    return content.getvalue()


def encoded(content: bytes) -> str:
    return base64.b64encode(content).decode()


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))
