"""What is truly in a picture, a recording or a file that came with a message."""

import base64
import binascii
import io
from dataclasses import dataclass
from typing import Any

from PIL import Image, UnidentifiedImageError

from .audio.recording import Recording, Unreadable
from .audio.transcript import segments
from .errors import APIError, bad_request

UNSUPPORTED_IMAGE = (
    "You uploaded an unsupported image. Make sure your image is valid and has one of the following formats: "
    "['png', 'jpeg', 'gif', 'webp']."
)
MOST_PIXELS = 60_000_000
TOKENS_A_SECOND = 10
# Of a recording in a conversation: so many seconds are listened to, so many characters told.
LISTENED, LONGEST_QUOTE = 30, 300
PALETTE = {
    "black": (15, 15, 15), "white": (245, 245, 245), "grey": (128, 128, 128), "red": (205, 35, 35),
    "orange": (240, 140, 30), "yellow": (245, 220, 50), "green": (50, 150, 60), "teal": (20, 150, 150),
    "blue": (40, 80, 200), "sky blue": (120, 185, 235), "purple": (120, 50, 160), "pink": (240, 140, 180),
    "brown": (120, 75, 40), "beige": (225, 205, 170),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence for the answer, and what the part counts in tokens."""

    sentence: str
    tokens: int = 0
    audio: bool = False


def look(part: dict[str, Any], path: str) -> Finding:
    """What a content part holds; raises the API's 400 when it cannot be read. `part` is no text part."""
    if part["type"] == "image_url":
        return look_at_picture(part["image_url"]["url"], f"{path}.image_url.url")
    if part["type"] == "input_audio":
        return listen(part["input_audio"]["data"], f"{path}.input_audio.data")
    return open_file(part["file"], f"{path}.file")


def decoded(text: str, path: str) -> bytes:
    """The bytes of bare base64 or of a base64 data URL."""
    if text.startswith("data:"):
        text = text.partition(",")[2]
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise bad_request(
            f"Invalid '{path}': the value is not valid base64.", path, "invalid_base64"
        ) from None


def look_at_picture(url: str, path: str) -> Finding:
    if url.startswith(("http://", "https://")):
        return elsewhere("a picture", url, path)
    if not url.startswith("data:"):
        raise bad_request(f"Invalid '{path}': expected an http(s) or a data URL.", path, "invalid_image_url")
    try:
        with Image.open(io.BytesIO(decoded(url, path))) as picture:
            return describe(picture)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise bad_request(UNSUPPORTED_IMAGE, path, "invalid_image_format") from None


def elsewhere(noun: str, url: str, path: str) -> Finding:
    """What lies behind a URL: nobody looks."""
    if not url.startswith(("http://", "https://")):
        raise bad_request(f"Invalid '{path}': expected an http(s) URL.", path, "invalid_value")
    host = url.split("/")[2]
    return Finding(
        f"{noun} at **{host}**, which stayed there: the sandbox fetches nothing from the network", 85
    )


def describe(picture: Image.Image) -> Finding:
    width, height = picture.size
    kind, frames = picture.format or "", getattr(picture, "n_frames", 1)
    if width * height > MOST_PIXELS:
        return Finding(f"a {kind} picture of {width} × {height} pixels, too large to look at its colours", 85)
    colours = main_colours(picture)
    shape = "square" if width == height else "landscape" if width > height else "portrait"
    moving = f", {frames} frames" if frames > 1 else ""
    tiles = -(-width // 512) * -(-height // 512)
    return Finding(
        f"a {shape} {kind} picture of **{width} × {height}** pixels{moving}, mostly {colours}",
        85 + 170 * min(tiles, 16),
    )


def main_colours(picture: Image.Image) -> str:
    """The names of the one to three colours that cover most of the picture."""
    picture.draft("RGB", (96, 96))
    small = picture.convert("RGBA")
    small.thumbnail((48, 48))
    flat = Image.alpha_composite(Image.new("RGBA", small.size, "white"), small).convert("RGB")
    shares: dict[str, int] = {}
    for count, pixel in flat.getcolors(48 * 48) or ():
        name = nearest(pixel)
        shares[name] = shares.get(name, 0) + count
    total = sum(shares.values())
    ranked = sorted(shares, key=lambda name: -shares[name])
    return " and ".join(name for name in ranked[:3] if shares[name] >= total * 0.1)


def nearest(pixel: Any) -> str:
    return min(PALETTE, key=lambda name: sum((a - b) ** 2 for a, b in zip(PALETTE[name], pixel, strict=True)))


def listen(data: str, path: str) -> Finding:
    try:
        recording = Recording(io.BytesIO(decoded(data, path)))
    except Unreadable:
        message = (
            "The audio data could not be decoded. Check that it is complete and in the format you named."
        )
        raise bad_request(message, path, "invalid_value") from None
    text = beginning(recording)
    seconds = recording.seconds
    said = "that says" if recording.spoken else "in which the sandbox's small recogniser heard"
    heard = f"{said}: “{text}”" if text else "in which the sandbox's small recogniser heard no words"
    return Finding(
        f"a recording of **{seconds:.1f} seconds** ({recording.kind}) {heard}",
        max(1, round(seconds * TOKENS_A_SECOND)),
        audio=True,
    )


def beginning(recording: Recording) -> str:
    """What is said until LISTENED; the rest of the recording is only measured."""
    text = ""
    for segment in segments(recording, {}):
        text += segment.text
        if segment.end > LISTENED or len(text) > LONGEST_QUOTE:
            break
    recording.measure()
    return " ".join(text[:LONGEST_QUOTE].split()) + ("…" if len(text) > LONGEST_QUOTE else "")


def open_file(file: dict[str, Any], path: str) -> Finding:
    if "file_id" in file:
        raise APIError(404, f"No such File object: {file['file_id']}", param="id")
    if not file.get("file_data"):
        message = f"Missing required parameter: '{path}.file_data'."
        raise bad_request(message, path, "missing_required_parameter")
    data = decoded(file["file_data"], f"{path}.file_data")
    name = " ".join(file.get("filename", "without a name").split()).replace("`", "'")[:100]
    return Finding(f"the file `{name}`: {contents(data)}, {len(data):,} bytes", max(1, len(data) // 40))


def contents(data: bytes) -> str:
    if data.startswith(b"%PDF-"):
        return f"a PDF (version {data[5:8].decode('ascii', 'replace')})"
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return "binary data"
    return f"text with {len(text.splitlines())} lines and {len(text.split())} words"
