"""The pictures of an answer as they are shown: ready, still being drawn, or not to be had."""

import re
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

MOST_TILES = 128
SIZE = re.compile(r"([1-9][0-9]{0,4})x([1-9][0-9]{0,4})")


@dataclass(frozen=True, slots=True)
class Tile:
    """One picture: its `file` once there is one. `is_final` is false for a view on the way."""

    number: int
    file: str = ""
    name: str = ""
    width: int = 0
    height: int = 0
    bytes: int = 0
    format: str = ""
    transparent: bool = False
    revised_prompt: str = ""
    problem: str = ""
    url: str = ""
    is_final: bool = True
    views: int = 0

    @property
    def src(self) -> str:
        return reverse("runs:file", args=[self.file])

    @property
    def page(self) -> str:
        return reverse("images:picture", args=[self.file])

    @property
    def is_ready(self) -> bool:
        return self.is_final and bool(self.file)


def tile(number: int, entry: Any, *, is_final: bool = True, views: int = 0) -> Tile:
    """The tile of an entry of `data`; of one whose bytes have not come yet, one without a file."""
    entry = entry if isinstance(entry, dict) else {}
    kept = entry.get("kept") if isinstance(entry.get("kept"), dict) else {}
    revised, url = entry.get("revised_prompt"), entry.get("url")
    return Tile(
        number=number,
        file=kept.get("file", ""),
        name=kept.get("name", ""),
        width=kept.get("width", 0),
        height=kept.get("height", 0),
        bytes=kept.get("bytes", 0),
        format=kept.get("format", ""),
        transparent=kept.get("transparent", False),
        revised_prompt=revised if isinstance(revised, str) else "",
        problem=kept.get("problem", ""),
        url=url if isinstance(url, str) and url.startswith(("https://", "http://")) else "",
        is_final=is_final,
        views=views,
    )


def shape(size: Any) -> str:
    """The class of a tile for pictures of this size: square, wide or tall."""
    match = SIZE.fullmatch(size) if isinstance(size, str) else None
    ratio = int(match[1]) / int(match[2]) if match else 1
    return "wide" if ratio > 1.15 else "tall" if ratio < 0.87 else "square"
