"""A response as typed server-sent events: https://platform.openai.com/docs/api-reference/responses-streaming

Everything is told from the finished response, so the same response gives the same events with the same numbers
whenever it is streamed. A piece of text costs a string concatenation, not the JSON of its event.
"""

import json
from collections.abc import Iterator
from typing import Any

from .. import tokens
from . import item_events
from .context import Item
from .frame import Response
from .item_events import opened, without_partials

quote = json.JSONEncoder(ensure_ascii=False).encode
PADDING = "sandboxsandboxsa"
FIRST_ITEM = 3
UNFINISHED: Item = {
    "output": [],
    "usage": None,
    "completed_at": None,
    "incomplete_details": None,
    "error": None,
}


class Events:
    """The events of a response, numbered; `obfuscate` pads the deltas to lengths that tell less."""

    def __init__(self, response: Response, obfuscate: bool = True) -> None:
        self.items, self.obfuscate = response["output"], obfuscate
        self.response = {**response, "output": [without_partials(item) for item in self.items]}
        self.number = -1

    def __iter__(self) -> Iterator[str]:
        yield from self.body()
        yield from self.end()

    def body(self) -> Iterator[str]:
        response = self.response
        begun = "queued" if response["background"] else "in_progress"
        yield self.event("response.created", response={**response, **UNFINISHED, "status": begun})
        if response["background"]:
            yield self.event("response.queued", response={**response, **UNFINISHED, "status": begun})
        started = {**response, **UNFINISHED, "status": "in_progress"}
        yield self.event("response.in_progress", response=started)
        for index, item in enumerate(self.items):
            yield from self.of_item(index, item)

    def end(self) -> Iterator[str]:
        """The last events; a cancelled response has none, its stream just ends."""
        response = self.response
        if error := response["error"]:
            yield self.event("error", **error, param=None)
        if response["status"] != "cancelled":
            yield self.event(f"response.{response['status']}", response=response)

    def of_item(self, index: int, item: Item) -> Iterator[str]:
        yield self.event("response.output_item.added", output_index=index, item=opened(item))
        breaks = self.response["status"] == "failed" and item is self.items[-1]
        if item["type"] == "message":
            yield from self.of_message(index, item, breaks)
        else:
            place = {"output_index": index, "item_id": item["id"]}
            for kind, fields in item_events.of(item):
                yield self.event(kind, **place, **fields)
        if not breaks:
            yield self.event("response.output_item.done", output_index=index, item=without_partials(item))

    def of_message(self, index: int, item: Item, breaks: bool) -> Iterator[str]:
        place = {"item_id": item["id"], "output_index": index, "content_index": 0}
        part = item["content"][0]
        kind = part["type"]
        field = "refusal" if kind == "refusal" else "text"
        empty: Item = {"annotations": [], "logprobs": []} if field == "text" else {}
        yield self.event("response.content_part.added", **place, part={"type": kind, **empty, field: ""})
        yield from self.deltas(
            f"response.{kind}.delta", place, tokens.split(part[field]), part.get("logprobs")
        )
        if breaks:
            return
        for position, annotation in enumerate(part.get("annotations", ())):
            said = {"annotation_index": position, "annotation": annotation}
            yield self.event("response.output_text.annotation.added", **place, **said)
        rated = {"logprobs": part["logprobs"]} if field == "text" else {}
        yield self.event(f"response.{kind}.done", **place, **{field: part[field]}, **rated)
        yield self.event("response.content_part.done", **place, part=part)

    def deltas(
        self, kind: str, place: dict[str, Any], pieces: list[str], rated: list[Any] | None
    ) -> Iterator[str]:
        before = f'event: {kind}\ndata: {{"type":"{kind}",{quote(place)[1:-1]},"sequence_number":'
        for position, piece in enumerate(pieces):
            self.number += 1
            logprobs = quote(rated[position : position + 1]) if rated else "[]"
            padding = f',"obfuscation":"{PADDING[len(piece) % 16 :]}"' if self.obfuscate else ""
            after = f',"logprobs":{logprobs}' if rated is not None else ""
            yield f'{before}{self.number},"delta":{quote(piece)}{after}{padding}}}\n\n'

    def event(self, kind: str, **fields: Any) -> str:
        self.number += 1
        if self.obfuscate and kind.endswith(".delta"):
            fields["obfuscation"] = PADDING[len(fields["delta"]) % 16 :]
        return f"event: {kind}\ndata: {quote({'type': kind, 'sequence_number': self.number, **fields})}\n\n"


def finished_items(response: Response, happened: int) -> list[Item]:
    """The output items of a background response that are done after that many events."""
    count, events = FIRST_ITEM, Events(response)
    if happened <= FIRST_ITEM:
        return []
    for index, item in enumerate(response["output"]):
        count += sum(1 for _ in events.of_item(index, item))
        if count > happened:
            return list(response["output"][:index])
    return list(response["output"])
