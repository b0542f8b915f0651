"""How a stretch of received events is kept: a zlib-compressed JSON list of [milliseconds, event, data]."""

import json
import zlib
from collections.abc import Iterator, Sequence
from typing import NamedTuple


class Received(NamedTuple):
    """One event as it came: milliseconds since the request left, the event's name ("" when it has none), its data."""

    ms: int
    event: str
    data: str


def encode(received: Sequence[Received]) -> bytes:
    # One call for all: a call per event costs ten times as much, and shares the interpreter with what is shown.
    text = json.dumps(received, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode("utf-8", "surrogatepass"), 1)


def decode(data: bytes | memoryview) -> Iterator[Received]:
    for item in json.loads(zlib.decompress(data).decode("utf-8", "surrogatepass")):
        yield Received(*item)
