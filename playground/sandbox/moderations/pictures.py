"""The scores of a picture: how much of it is the red of blood, and how much the tones of skin. No model sees it."""

import io

import numpy as np
from PIL import Image, UnidentifiedImageError

from ..errors import APIError, bad_request
from ..media import MOST_PIXELS, UNSUPPORTED_IMAGE, decoded
from .categories import Scores

FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
SMALL = (64, 64)


def scores_of(url: str, path: str) -> Scores:
    """Scores for the categories of pictures; raises the API's 400 when it cannot be looked at."""
    if url.startswith(("http://", "https://")):
        raise refused(
            "The sandbox fetches nothing from the network: send the picture itself, as a data URL.", path
        )
    if not url.startswith("data:"):
        raise refused(f"Invalid '{path}': expected an http(s) or a data URL.", path)
    try:
        with Image.open(io.BytesIO(decoded(url, path)), formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise refused("The picture has too many pixels to look at.", path)
            return judge(shrunk(picture))
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise bad_request(UNSUPPORTED_IMAGE, path, "invalid_image_format") from None


def refused(message: str, path: str) -> APIError:
    return bad_request(message, path, "invalid_image_url")


def shrunk(picture: Image.Image) -> Image.Image:
    """A small copy on white."""
    picture.draft("RGB", SMALL)
    small = picture.convert("RGBA")
    small.thumbnail(SMALL)
    return Image.alpha_composite(Image.new("RGBA", small.size, "white"), small).convert("RGB")


def judge(picture: Image.Image) -> Scores:
    pixels = np.asarray(picture, dtype=np.int16).reshape(-1, 3)
    red, green, blue = pixels.T
    bloody = (red > 90) & (green < 60) & (blue < 60)
    # A common rule of thumb for skin in daylight.
    skin = (red > 95) & (green > 40) & (blue > 20) & (red - np.minimum(green, blue) > 15)
    skin &= (red - green > 15) & (red > blue) & ~bloody
    blood, bare = float(bloody.mean()), float(skin.mean())
    return {
        "violence": 0.9 * rising(blood, 0.1, 0.5),
        "violence/graphic": 0.97 * rising(blood, 0.15, 0.6),
        "sexual": 0.9 * rising(bare, 0.3, 0.75),
        "self-harm": 0.9 * rising(min(blood * 2, bare), 0.15, 0.5),
        "self-harm/intent": 0.2 * rising(min(blood * 2, bare), 0.15, 0.5),
        "self-harm/instructions": 0.05 * rising(min(blood * 2, bare), 0.15, 0.5),
    }


def rising(share: float, start: float, end: float) -> float:
    """From 0 at `start` to 1 at `end`."""
    return min(1.0, max(0.0, (share - start) / (end - start)))
