"""Images as they are drawn, kept and shown. A stream has one event for each view on the way and each whole image."""

import json
from collections.abc import AsyncIterator
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from playground.openai.client import Event
from playground.openai.errors import MalformedAnswer, from_event
from playground.runs.keeping import Keeper
from playground.runs.pieces import Received
from playground.runs.transcripts import Transcript

from . import arriving
from .tiles import MOST_TILES, Tile, shape, tile

# What a streamed image says of how it was made, as a whole answer says it once.
MANNER = ("background", "output_format", "quality", "size")
COUNTS = ("input_tokens", "output_tokens", "total_tokens")
DETAILS = ("input_tokens_details", "output_tokens_details")


class ImageTranscript(Transcript):
    """Takes a whole answer, a stream, or what `result` made of one."""

    role = "images"
    first_seen = "first picture"
    styles = ("css/images.css",)
    noun = "image"
    event_limit, run_limit = 128 * 1024 * 1024, 2 * 1024 * 1024 * 1024

    def __init__(self, run_id: str, params: dict[str, Any]) -> None:
        super().__init__(run_id, params)
        self.data: list[dict[str, Any]] = []
        self.views: list[dict[str, Any]] = []
        self.closed = self.loaded = False

    @property
    def expected(self) -> int:
        n = self.params.get("n")
        return n if type(n) is int and 0 < n <= MOST_TILES else 1

    async def apart(self, body: Any, keeper: Keeper) -> AsyncIterator[Any]:
        async for lighter in arriving.apart(body, keeper, self.noun):
            yield lighter

    async def events_apart(self, events: list[Event], keeper: Keeper) -> list[Event]:
        return await arriving.events_apart(events, keeper, self.noun, len(self.data), len(self.views))

    def load(self, body: Any) -> None:
        data = body.get("data") if isinstance(body, dict) else None
        if not isinstance(data, list) or not all(isinstance(entry, dict) for entry in data):
            raise MalformedAnswer("The answer has no images: its data is no list of them.")
        if not data and not body.get("unfinished"):
            raise MalformedAnswer("The answer has no images: its data is empty.")
        self.body, self.data = body, data[:MOST_TILES]
        self.views = [body["unfinished"]] if isinstance(body.get("unfinished"), dict) else []
        self.loaded = True

    def receive(self, events: list[Received]) -> None:
        for event in events:
            try:
                data = json.loads(event.data)
            except ValueError:
                continue
            if error := from_event(data, event.event or "message"):
                raise error
            if isinstance(data, dict):
                self.take(data, str(data.get("type") or event.event))

    def take(self, data: dict[str, Any], kind: str) -> None:
        if kind.endswith(arriving.PARTIAL):
            self.views.append(data)
        elif kind.endswith(arriving.COMPLETED) and len(self.data) < MOST_TILES:
            self.body = {**(self.body or {}), **manner(data), "usage": added(self.usage(), data.get("usage"))}
            self.data.append(
                {name: value for name, value in data.items() if name not in self.body | {"type": ""}}
            )
            self.views = []

    @property
    def has_output(self) -> bool:
        return bool(self.data or self.views)

    @property
    def is_complete(self) -> bool:
        return self.loaded or len(self.data) >= self.expected

    def result(self) -> Any:
        if self.loaded or not self.has_output:
            return self.body
        unfinished = {"unfinished": self.views[-1]} if self.views else {}
        return {**(self.body or {}), "data": self.data, **unfinished}

    def text(self) -> str:
        return "\n\n".join(tile.revised_prompt for tile in self.tiles if tile.revised_prompt)

    @property
    def tiles(self) -> list[Tile]:
        """What is there and, until the run has ended, what is still awaited."""
        tiles = [tile(number, entry) for number, entry in enumerate(self.data, 1)]
        if self.views:
            tiles.append(tile(len(tiles) + 1, self.views[-1], is_final=False, views=len(self.views)))
        if not self.closed and not self.loaded:
            tiles += [Tile(number, is_final=False) for number in range(len(tiles) + 1, self.expected + 1)]
        return tiles

    @property
    def shape(self) -> str:
        size = (self.body or {}).get("size") or self.params.get("size")
        if not size or size == "auto":
            done = next((tile for tile in self.tiles if tile.width), None)
            size = f"{done.width}x{done.height}" if done else ""
        return shape(size)

    def html(self) -> SafeString:
        parts = self.parts()
        if not parts[1:]:
            return mark_safe("")
        head, *figures = parts
        return render_to_string(
            "images/_answer.html",
            {"head": head, "figures": figures, "shape": self.shape, "run_id": self.run_id},
        )

    def parts(self) -> tuple[SafeString, ...]:
        """The line above the pictures, and each picture."""
        tiles = self.tiles
        shared = {
            "run_id": self.run_id,
            "closed": self.closed,
            "expected": max(self.expected, len(tiles)),
            "partial_images": self.params.get("partial_images") or 0,
        }
        ready = sum(tile.is_ready for tile in tiles)
        formats = sorted({tile.format for tile in tiles if tile.format})
        head = render_to_string(
            "images/_head.html", {**shared, "tiles": tiles, "ready": ready, "formats": formats}
        )
        return head, *(render_to_string("images/_tile.html", {**shared, "tile": tile}) for tile in tiles)

    def frame(self, position: Any) -> tuple[str, Any]:
        parts = self.parts()
        if not isinstance(position, tuple) or len(position) != len(parts):
            return super().frame(parts)
        ids = [f"{self.run_id}-head", *(f"{self.run_id}-{number}" for number in range(1, len(parts)))]
        changed = [
            f'<div hx-swap-oob="innerHTML:#images-{id}">{part}</div>'
            for id, part, before in zip(ids, parts, position, strict=True)
            if part != before
        ]
        return "".join(changed), parts

    def close(self) -> None:
        self.closed = True

    @staticmethod
    def title(params: dict[str, Any]) -> str:
        prompt = params.get("prompt")
        return prompt if isinstance(prompt, str) else ""


class EditTranscript(ImageTranscript):
    noun = "edit"


class VariationTranscript(ImageTranscript):
    noun = "variation"

    @staticmethod
    def title(params: dict[str, Any]) -> str:
        n = params.get("n") or 1
        return "Variation" if n == 1 else f"{n} variations"


def manner(data: dict[str, Any]) -> dict[str, Any]:
    said = {name: data[name] for name in MANNER if name in data}
    return {"created": data["created_at"], **said} if "created_at" in data else said


def added(sum_: dict[str, Any] | None, more: Any) -> dict[str, Any] | None:
    """The usage of all images so far."""
    if not isinstance(more, dict):
        return sum_
    total: dict[str, Any] = dict(sum_ or {})
    for name in COUNTS:
        if type(more.get(name)) is int:
            total[name] = total.get(name, 0) + more[name]
    for name in DETAILS:
        if isinstance(more.get(name), dict):
            before = total.get(name, {})
            counts = {key: value for key, value in more[name].items() if type(value) is int}
            total[name] = before | {key: value + before.get(key, 0) for key, value in counts.items()}
    return total
