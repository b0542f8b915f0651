"""A checked request, with everything decided that it left open."""

import re
import secrets
from dataclasses import dataclass
from typing import Any

from ..catalog import Model
from .families import Family

SEED = re.compile(r"\bseed\s*[:=]\s*(\d{1,18})\b", re.IGNORECASE)
ALONE = re.compile(r"\b(transparent|sticker|cut-?out|no background)\b", re.IGNORECASE)
WIDE = re.compile(r"\b(wide|landscape|panorama|banner)\b", re.IGNORECASE)
TALL = re.compile(r"\b(tall|portrait|poster|upright)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Order:
    """What to make: `count` pictures, of the seeds `seed`, `seed + 1` …"""

    model: Model
    family: Family
    prompt: str
    width: int
    height: int
    count: int
    seed: int
    quality: str
    format: str
    compression: int
    transparent: bool
    url: bool
    partial_images: int
    vivid: bool

    @property
    def size(self) -> str:
        return f"{self.width}x{self.height}"

    @classmethod
    def of(
        cls, params: dict[str, Any], model: Model, family: Family, given: tuple[int, int] | None = None
    ) -> "Order":
        """The order for checked parameters; `given` is the size of the picture that an edit starts from."""
        prompt = params.get("prompt", "")
        size = params.get("size", "1024x1024" if family.answers_url else "auto")
        width, height = (
            automatic(prompt, given) if size == "auto" else (int(side) for side in size.split("x"))
        )
        seed = SEED.search(prompt)
        quality = params.get("quality", "auto")
        format = params.get("output_format", "png")
        background = params.get("background", "auto")
        wanted = background == "transparent" or (background == "auto" and bool(ALONE.search(prompt)))
        return cls(
            model=model,
            family=family,
            prompt=prompt,
            width=width,
            height=height,
            count=params.get("n", 1),
            seed=int(seed[1]) if seed else secrets.randbits(48),
            quality="high" if quality == "auto" else quality,
            format=format,
            compression=params.get("output_compression", 100),
            transparent=wanted and format != "jpeg" and not family.answers_url,
            url=params.get("response_format", "url" if family.answers_url else "b64_json") == "url",
            partial_images=params.get("partial_images", 0),
            vivid=params.get("style", "vivid") == "vivid",
        )


def automatic(prompt: str, given: tuple[int, int] | None) -> tuple[int, int]:
    """The size for `auto`: the shape of the given picture, or the one that the prompt speaks of."""
    ratio = (
        given[0] / given[1] if given else 1.5 if WIDE.search(prompt) else 0.66 if TALL.search(prompt) else 1.0
    )
    if ratio > 1.2:
        return 1536, 1024
    return (1024, 1536) if ratio < 0.83 else (1024, 1024)
