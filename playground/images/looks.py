"""What is in the bytes of a picture: looked at before they are decoded, so that none is larger than it seems."""

from dataclasses import dataclass
from io import BytesIO
from threading import Semaphore
from typing import IO

from PIL import Image

FORMATS = {"PNG": "png", "JPEG": "jpeg", "WEBP": "webp", "GIF": "gif"}
MOST_PIXELS = 50_000_000
UNREADABLE = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    OverflowError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)
# A decoded picture may take 200 MB.
decoding = Semaphore(2)


class NoPicture(ValueError):
    """The bytes are no picture that is taken here; its text says why to a person."""


@dataclass(frozen=True, slots=True)
class Look:
    """`format` is the word of the API: png, jpeg, webp or gif."""

    width: int
    height: int
    format: str
    transparent: bool


def opened(content: IO[bytes]) -> Image.Image:
    """The picture with its head read and nothing decoded. Raises NoPicture."""
    try:
        picture = Image.open(content, formats=tuple(FORMATS))
    except Image.DecompressionBombError:
        raise NoPicture(f"Its pixels are more than the {MOST_PIXELS:,} that are taken here.") from None
    except UNREADABLE:
        raise NoPicture("It is no PNG, JPEG, WebP or GIF.") from None
    if picture.width * picture.height > MOST_PIXELS:
        size = f"{picture.width:,} × {picture.height:,}"
        raise NoPicture(f"Its {size} pixels are more than the {MOST_PIXELS:,} that are taken here.")
    return picture


def look(content: bytes | IO[bytes]) -> Look:
    """What the picture is; it is decoded to see whether it can be. Raises NoPicture."""
    picture = opened(BytesIO(content) if isinstance(content, bytes) else content)
    width, height = picture.size
    with decoding:
        transparent = has_holes(picture)
    return Look(width, height, FORMATS[picture.format or "PNG"], transparent)


def has_holes(picture: Image.Image) -> bool:
    try:
        picture.load()
        if not picture.has_transparency_data:
            return False
        lowest = picture.convert("RGBA").getchannel("A").getextrema()[0]
    except UNREADABLE:
        raise NoPicture("The picture is damaged: it cannot be decoded.") from None
    return isinstance(lowest, int | float) and lowest < 255
