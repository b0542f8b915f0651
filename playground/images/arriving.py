"""Pictures as they arrive: their bytes become files of the run at once, and the answer names those.

Each entry gets `kept`: `file` (its uuid), `name`, `width`, `height`, `bytes`, `format`, `transparent`; or `problem`,
words for a person. Base64 and data: URLs are replaced by words.
"""

import asyncio
import base64
import binascii
import json
import re
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import unquote_to_bytes

from playground.openai.client import Event
from playground.openai.downloads import LIMIT, download
from playground.openai.errors import OpenAIError
from playground.runs.keeping import Keeper

from .looks import NoPicture, look

DATA_URL = re.compile(r"data:[^,]{0,200},", re.IGNORECASE)
PARTIAL, COMPLETED = ".partial_image", ".completed"


async def apart(body: Any, keeper: Keeper, noun: str) -> AsyncIterator[Any]:
    """An answer without its bytes, first with no picture, then with one more each time."""
    data = body.get("data") if isinstance(body, dict) else None
    if not isinstance(data, list) or not all(isinstance(entry, dict) for entry in data):
        yield body
        return
    shown = [light(entry) for entry in data]
    rest = {name: value for name, value in body.items() if name != "unfinished"}
    yield {**rest, "data": list(shown)}
    for at, entry in enumerate(data):
        shown[at] |= await brought(entry, f"{noun}-{at + 1}", keeper)
        yield {**rest, "data": list(shown)}


async def events_apart(
    events: list[Event], keeper: Keeper, noun: str, done: int, partials: int
) -> list[Event]:
    """Events without bytes. `done` images were complete before these, and `partials` views of the next one shown."""
    lighter = []
    for event in events:
        data = parsed(event.data)
        kind = str(data.get("type") or event.event) if data else ""
        if data and kind.endswith((PARTIAL, COMPLETED)):
            is_partial = kind.endswith(PARTIAL)
            partials = partials + 1 if is_partial else 0
            name = f"{noun}-{done + 1}" + (f"-partial-{partials}" if is_partial else "")
            done += not is_partial
            event = Event(event.event, json.dumps({**light(data), **await brought(data, name, keeper)}))
        lighter.append(event)
    return lighter


def parsed(text: str) -> dict[str, Any] | None:
    try:
        data = json.loads(text)
    except ValueError:
        return None
    return data if isinstance(data, dict) else None


def light(entry: dict[str, Any]) -> dict[str, Any]:
    """The entry without its bytes, and without a `kept` that somebody else wrote."""
    shown = {name: value for name, value in entry.items() if name not in ("b64_json", "kept")}
    if isinstance(url := shown.get("url"), str) and DATA_URL.match(url):
        shown["url"] = f"a data: URL of {len(url):,} characters"
    return shown


async def brought(entry: dict[str, Any], name: str, keeper: Keeper) -> dict[str, Any]:
    """What the entry of this picture gets once its bytes are stored, or it turned out that there are none."""
    words = {}
    if isinstance(encoded := entry.get("b64_json"), str):
        words["b64_json"] = f"{len(encoded):,} characters, kept apart as a file"
    try:
        content = await bytes_of(entry, keeper)
        seen = await asyncio.to_thread(look, content)
    except (NoPicture, OpenAIError) as error:
        return {**words, "kept": {"problem": str(error)}}
    full_name = f"{name}.{seen.format}"
    facts = {
        "file": await keeper.keep(content, full_name),
        "name": full_name,
        "width": seen.width,
        "height": seen.height,
        "bytes": len(content),
        "format": seen.format,
        "transparent": seen.transparent,
    }
    return {**words, "kept": facts}


async def bytes_of(entry: dict[str, Any], keeper: Keeper) -> bytes:
    encoded, url = entry.get("b64_json"), entry.get("url")
    if isinstance(encoded, str) and encoded:
        return await asyncio.to_thread(decoded, encoded)
    if not isinstance(url, str) or not url:
        raise NoPicture("The server sent neither the picture nor an address for it.")
    if DATA_URL.match(url):
        return await asyncio.to_thread(decoded, url)
    return await download(url, keeper.endpoint)


def decoded(text: str) -> bytes:
    """Base64, also as a data: URL; raises NoPicture for other text and for too much of it."""
    head = DATA_URL.match(text)
    rest = text[head.end() :] if head else text
    if len(rest) > LIMIT * 4 // 3 + 4:
        raise NoPicture(f"The picture is larger than {LIMIT // 1024**2} MB.")
    if head and ";base64" not in head[0].lower():
        return unquote_to_bytes(rest)
    bare = "".join(rest.split()).rstrip("=")
    try:
        return base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True)
    except (binascii.Error, ValueError):
        raise NoPicture("What came is not base64.") from None
