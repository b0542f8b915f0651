"""The pictures that a response makes: kept as files of its run while it comes, with references in their places."""

import base64
import json
from hashlib import sha256
from typing import Any

from playground.openai.client import Event
from playground.openai.parsing import parse
from playground.runs.files import SCHEME
from playground.runs.keeping import Keeper

# A shorter one is no picture but words about it.
SHORTEST = 100
# What says that an event may bring one: events without are not read twice.
HINTS = ("partial_image_b64", '"image_generation_call"')


class Pictures:
    """Takes each picture of a response once, however often it is sent."""

    def __init__(self) -> None:
        self._references: dict[bytes, str] = {}

    async def event_apart(self, event: Event, keeper: Keeper) -> Event:
        """The event with references in place of its pictures; as it came where it has none."""
        if not any(hint in event.data for hint in HINTS):
            return event
        try:
            data = parse(event.data)
        except ValueError:
            return event
        taken = await self._taken(data, keeper)
        return event if taken == data else Event(event.event, json.dumps(taken, ensure_ascii=False))

    async def apart(self, response: Any, keeper: Keeper) -> Any:
        """The response with references in place of its pictures."""
        output = response.get("output") if isinstance(response, dict) else None
        if not isinstance(output, list):
            return response
        return {**response, "output": [await self._item(item, keeper) for item in output]}

    async def _taken(self, data: Any, keeper: Keeper) -> Any:
        if not isinstance(data, dict):
            return data
        taken = dict(data)
        if isinstance(partial := data.get("partial_image_b64"), str):
            taken["partial_image_b64"] = await self._reference(partial, "so-far", data, keeper)
        if "item" in data:
            taken["item"] = await self._item(data["item"], keeper)
        if "response" in data:
            taken["response"] = await self.apart(data["response"], keeper)
        return taken

    async def _item(self, item: Any, keeper: Keeper) -> Any:
        if not isinstance(item, dict) or item.get("type") != "image_generation_call":
            return item
        if not isinstance(result := item.get("result"), str):
            return item
        return {**item, "result": await self._reference(result, "picture", item, keeper)}

    async def _reference(self, encoded: str, name: str, about: dict[str, Any], keeper: Keeper) -> str:
        if len(encoded) < SHORTEST or encoded.startswith(SCHEME):
            return encoded
        key = sha256(encoded.encode("utf-8", "surrogatepass")).digest()
        if key not in self._references:
            try:
                content = base64.b64decode(encoded, validate=True)
            except ValueError:
                return encoded
            kind = about.get("output_format")
            suffix = kind if kind in ("png", "webp", "jpeg") else "png"
            uuid = await keeper.keep(content, f"{name}-{len(self._references) + 1}.{suffix}")
            self._references[key] = f"{SCHEME}{uuid}" if uuid else ""
        return self._references[key]
