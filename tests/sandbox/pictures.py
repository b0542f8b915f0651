"""Pictures to send, and a look at those that come back."""

import base64
import io
from typing import Any

import numpy as np
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def file(picture: Image.Image, format: str = "PNG") -> SimpleUploadedFile:
    data = io.BytesIO()
    picture.save(data, format)
    return SimpleUploadedFile(f"picture.{format.lower()}", data.getvalue(), f"image/{format.lower()}")


def plain(width: int = 128, height: int = 128, colour: Any = "orange") -> SimpleUploadedFile:
    return file(Image.new("RGBA", (width, height), colour))


def scene(size: int = 256) -> Image.Image:
    """Something with a left and a right, an above and a below."""
    picture = Image.new("RGBA", (size, size), "skyblue")
    picture.paste("darkgreen", (0, size // 2, size, size))
    picture.paste("yellow", (size // 8, size // 8, size // 3, size // 3))
    return picture


def shown(b64: str) -> Image.Image:
    return Image.open(io.BytesIO(base64.b64decode(b64)))


def first(answer: Any) -> Image.Image:
    """The first picture of an answer with b64_json."""
    assert answer.status == 200, answer.content
    return shown(answer.json["data"][0]["b64_json"])


def mean(picture: Image.Image, box: tuple[float, float, float, float] = (0, 0, 1, 1)) -> Any:
    """The mean colour within a box whose corners are parts of the picture."""
    width, height = picture.size
    part = picture.convert("RGB").crop(
        (int(box[0] * width), int(box[1] * height), int(box[2] * width), int(box[3] * height))
    )
    return np.asarray(part, float).mean((0, 1))


def difference(one: Image.Image, other: Image.Image) -> float:
    """The mean difference of two pictures' channels, 0 to 255."""
    first, second = (np.asarray(picture.convert("RGB").resize((64, 64)), float) for picture in (one, other))
    return float(np.abs(first - second).mean())
