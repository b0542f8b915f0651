"""Pictures as bytes in the formats of the API."""

import io

from PIL import Image

TYPES = {"png": "image/png", "jpeg": "image/jpeg", "webp": "image/webp"}


def encoded(picture: Image.Image, format: str, compression: int = 100) -> bytes:
    """`compression` is the quality, 0 to 100, of jpeg and webp."""
    file = io.BytesIO()
    if format == "jpeg":
        picture.convert("RGB").save(file, "JPEG", quality=min(max(compression, 1), 95))
    elif format == "webp":
        picture.save(file, "WEBP", quality=compression, method=2)
    else:
        picture.save(file, "PNG", compress_level=4)
    return file.getvalue()
