"""The events of a streamed response, folded into the response object.

Reference: https://platform.openai.com/docs/api-reference/responses-streaming
"""

from collections.abc import Iterator
from typing import Any

from .fold_items import ITEM_TYPES, TEXTS, Item

ENDED = frozenset({"completed", "failed", "incomplete", "cancelled"})
STATES = frozenset(
    {"in_progress", "searching", "generating", "interpreting", "calling", "completed", "failed"}
)
# Many times what a response holds.
MOST_ITEMS = 10_000


class ResponseFold:
    """What is known of a response: `response` as the server last told it, `items` by their place in the output.

    `number` is the last event's; with `skips_known` events that were there already are passed over, as when a stream
    is asked for again. `version` grows with whatever changes outside the items.
    """

    def __init__(self, *, skips_known: bool = False) -> None:
        self.response: dict[str, Any] = {}
        self.items: dict[int, Item] = {}
        self.number: int | None = None
        self.version = 0
        self._skips_known = skips_known

    @property
    def id(self) -> str:
        return str(self.response.get("id") or "")

    @property
    def status(self) -> str:
        return str(self.response.get("status") or "")

    @property
    def is_ended(self) -> bool:
        return self.status in ENDED

    def feed(self, event: dict[str, Any], ms: int) -> None:
        """Take in one event; ValueError when it is none of a response."""
        number = event.get("sequence_number")
        if type(number) is int:
            if self._skips_known and self.number is not None and number <= self.number:
                return
            self.number = number
        kind = event.get("type")
        if not isinstance(kind, str):
            raise ValueError("an event without a type")
        if isinstance(response := event.get("response"), dict):
            self.tell(response, ms, kind.removeprefix("response."))
        elif kind == "error":
            self.fail(event)
        elif kind.startswith("response."):
            self._feed_item(kind.removeprefix("response."), event, ms)

    def tell(self, response: dict[str, Any], ms: int, status: str = "") -> None:
        """Take in a response object, as an event or a whole answer brings it."""
        self.response = {"status": "in_progress", **self.response, **response}
        if status in ENDED and not response.get("status"):
            self.response["status"] = status
        self.version += 1
        output = response.get("output")
        for index, source in enumerate(output if isinstance(output, list) else ()):
            if isinstance(source, dict):
                item = self.items.get(index) or self._new(index, source, ms)
                item.take(source, ms, is_done=self.is_ended or source.get("status") != "in_progress")

    def fail(self, event: dict[str, Any]) -> None:
        """An error that came instead of the response's end."""
        error = event.get("error") if isinstance(event.get("error"), dict) else event
        about = {name: error.get(name) for name in ("code", "message")} if isinstance(error, dict) else {}
        self.response = {**self.response, "status": "failed", "error": about}
        self.version += 1

    def cancel(self, response: dict[str, Any]) -> None:
        """It was stopped upstream; what had come stays."""
        told = {name: value for name, value in response.items() if name != "output"}
        self.response = {**self.response, **told}
        self.version += 1

    def result(self) -> dict[str, Any] | None:
        """The response object so far, in the shape that the API returns without streaming."""
        if not self.response and not self.items:
            return None
        output = [self.items[index].result() for index in sorted(self.items)]
        return {"object": "response", **self.response, "output": output}

    def texts(self) -> Iterator[str]:
        """What a person would read or search, in order."""
        for index in sorted(self.items):
            yield from (str(text) for text in self.items[index].texts.values() if len(text))

    def _feed_item(self, kind: str, event: dict[str, Any], ms: int) -> None:
        if kind in ("output_item.added", "output_item.done"):
            self._whole_item(event, ms, is_done=kind.endswith("done"))
            return
        name, _, what = kind.rpartition(".")
        item = self._item_of(name, event, ms)
        if item is None:
            return
        if name in TEXTS and what in ("delta", "done"):
            item.grow(name, event, is_done=what == "done")
        elif name in ("content_part", "reasoning_summary_part"):
            item.take_part("content" if name == "content_part" else "summary", event)
        elif name == "output_text.annotation":
            item.annotate(event)
        elif what == "partial_image":
            item.show(event)
        elif what in STATES:
            item.move_to(what)

    def _whole_item(self, event: dict[str, Any], ms: int, *, is_done: bool) -> None:
        source = event.get("item")
        if not isinstance(source, dict):
            raise ValueError("an item that is no object")
        index = self._index_of(event)
        item = self.items.get(index) or self._new(index, source, ms)
        item.take(source, ms, is_done=is_done)

    def _item_of(self, name: str, event: dict[str, Any], ms: int) -> Item | None:
        """The item that an event is about; made where the server did not announce it."""
        index = self._index_of(event)
        if index in self.items:
            return self.items[index]
        kind = ITEM_TYPES.get(name) or (name if name.endswith(("_call", "_tools")) else "")
        return self._new(index, {"type": kind, "id": event.get("item_id")}, ms) if kind else None

    def _index_of(self, event: dict[str, Any]) -> int:
        index, name = event.get("output_index"), event.get("item_id")
        if index is None:
            known = [place for place, item in self.items.items() if name and item.source.get("id") == name]
            return known[0] if known else max(self.items, default=-1) + (0 if self.items and not name else 1)
        if type(index) is not int or not 0 <= index < MOST_ITEMS:
            raise ValueError("no index of an item")
        return index

    def _new(self, index: int, source: dict[str, Any], ms: int) -> Item:
        item = self.items[index] = Item(source, ms)
        return item
