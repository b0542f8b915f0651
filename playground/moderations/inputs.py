"""What is judged: a text, several texts, or the parts of one message, pictures among them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from playground.params.json_text import JSONTextError, read_json, write_json
from playground.runs.files import REFERENCE, SCHEME
from playground.runs.models import File

Part = dict[str, Any]


@dataclass(frozen=True)
class Picture:
    """A picture of a part: a stored file by its uuid, or where on the web it lies."""

    uuid: str
    place: str


@dataclass(frozen=True)
class Judged:
    """One input as it is shown; parts are one input together."""

    text: str
    pictures: tuple[Picture, ...] = ()


def judged(given: Any) -> list[Judged]:
    """The inputs one by one, as many as the answer has results."""
    if isinstance(given, str):
        return [Judged(given)]
    if not isinstance(given, list):
        return []
    parts = [item for item in given if isinstance(item, dict)]
    if not parts:
        return [Judged(str(item)) for item in given]
    words = "\n".join(str(part["text"]) for part in parts if part.get("text"))
    return [Judged(words, tuple(picture_of(part) for part in parts if "image_url" in part))]


def picture_of(part: Part) -> Picture:
    source = part["image_url"]
    url = str(source.get("url") if isinstance(source, dict) else source)
    if match := REFERENCE.match(url):
        return Picture(match[1], "")
    return Picture("", "a picture in the request" if url.startswith("data:") else host(url))


def host(url: str) -> str:
    try:
        return urlsplit(url).netloc or url[:80]
    except ValueError:
        return url[:80]


def part_of(file: File) -> Part:
    return {"type": "image_url", "image_url": {"url": f"{SCHEME}{file.uuid}"}}


def with_pictures(text: str, files: Iterable[File]) -> str:
    """What was typed with these pictures behind it, as the parts of one input; as it is where it cannot be read."""
    pictures = [part_of(file) for file in files]
    try:
        given = read_json(text) if text.lstrip().startswith(("[", '"')) else text
    except JSONTextError:
        return text
    items = given if isinstance(given, list) else [given]
    texts = [
        item if isinstance(item, dict) else {"type": "text", "text": str(item)} for item in items if item
    ]
    return write_json(texts + pictures) if pictures else text
