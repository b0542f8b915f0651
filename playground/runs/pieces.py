"""How a stretch of received events is kept: zlib-compressed JSON lines, one event a line."""

import json
import zlib
from collections.abc import Iterable, Iterator
from typing import NamedTuple


class Received(NamedTuple):
    """One event as it came: milliseconds since the request left, the event's name ("" when it has none), its data."""

    ms: int
    event: str
    data: str


def encode(received: Iterable[Received]) -> bytes:
    lines = "\n".join(json.dumps(item, ensure_ascii=False, separators=(",", ":")) for item in received)
    return zlib.compress(lines.encode("utf-8", "surrogatepass"), 1)


def decode(data: bytes | memoryview) -> Iterator[Received]:
    # Split at LF only: str.splitlines would also split at U+2028 inside a token.
    for line in zlib.decompress(data).decode("utf-8", "surrogatepass").split("\n"):
        yield Received(*json.loads(line))
