"""Places in a JSON text: a way such as ("items", 2, "price") as a pointer, and where its value stands in the text."""

import json
import re
from collections.abc import Iterator, Sequence

Place = Sequence[str | int]
TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')


def pointer(place: Place) -> str:
    """The place as a JSON pointer (RFC 6901); the whole is the empty text."""
    return "".join("/" + str(key).replace("~", "~0").replace("/", "~1") for key in place)


def span(text: str, place: Place) -> tuple[int, int]:
    """Where the value at `place` begins and ends; of an object or an array it is the opening bracket.

    A place that is not there gives the nearest one above it.
    """
    wanted, best = list(place), (0, 0, 0)
    for way, start, end in values(text):
        if len(way) >= best[0] and way == wanted[: len(way)]:
            best = (len(way), start, end)
            if len(way) == len(wanted):
                break
    return best[1], best[2]


def line(text: str, place: Place) -> int:
    """The number of the line that the value at `place` begins on, from 1."""
    return text.count("\n", 0, span(text, place)[0]) + 1


def values(text: str) -> Iterator[tuple[list[str | int], int, int]]:
    """Each value of a text that is JSON, with its way, in their order."""
    way: list[str | int] = []
    is_key = False
    for token in TOKEN.finditer(text):
        word = token[0]
        if word in ("}", "]"):
            way.pop()
            is_key = False
        elif word == ",":
            is_key = isinstance(way[-1], str)
            if not is_key:
                way[-1] = int(way[-1]) + 1
        elif word == ":":
            is_key = False
        elif is_key:
            way[-1] = json.loads(word)
        else:
            yield list(way), token.start(), token.end()
            if word in ("{", "["):
                is_key = word == "{"
                way.append("" if is_key else 0)
