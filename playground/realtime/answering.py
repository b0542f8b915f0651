"""What the playground adds to a conversation by itself: results from the library, pictures from its files."""

import asyncio
import json
from typing import Any

from playground.library.models import Definition
from playground.runs.files import SCHEME, inlined, references
from playground.runs.models import File

CUT = 200


class Calls:
    """Calls and their results. A call is shown once it is whole, so its result may come before its response ends."""

    def __init__(self, owner_id: int) -> None:
        self.owner_id = owner_id
        self.waiting: set[str] = set()
        self.given: set[str] = set()

    def asked(self, response: Any) -> list[dict[str, Any]]:
        """Note the calls of a response that is done, and return those that have no result yet."""
        output = response.get("output") if isinstance(response, dict) else None
        calls = {
            str(item["call_id"]): item
            for item in (output if isinstance(output, list) else ())
            if isinstance(item, dict) and item.get("type") == "function_call" and item.get("call_id")
        }
        if not calls:
            return []
        if response.get("status") == "cancelled":
            self.given -= calls.keys()
            return []
        self.waiting |= calls.keys() - self.given
        return [item for call_id, item in calls.items() if call_id in self.waiting]

    async def automatic(self, calls: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The results that the library gives by itself."""
        if not calls:
            return []
        automatic = Definition.objects.filter(
            owner_id=self.owner_id, kind=Definition.Kind.FUNCTION, automatic=True
        ).exclude(canned_result="")
        names = [str(item.get("name")) for item in calls]
        results = {each.name: each.canned_result async for each in automatic.filter(name__in=names)}
        return [
            {"type": "result", "call_id": str(item["call_id"]), "output": results[str(item.get("name"))]}
            for item in calls
            if str(item.get("name")) in results
        ]

    def answered(self, call_id: str) -> None:
        self.waiting.discard(call_id)
        self.given.add(call_id)

    def are_answered(self) -> bool:
        """Whether the model is to go on: results were given, and none is waited for. True once for them."""
        if self.waiting or not self.given:
            return False
        self.given.clear()
        return True


async def with_pictures(owner_id: int, message: dict[str, Any]) -> dict[str, Any]:
    """The message with its stored pictures as data URLs; BadRequest when one is gone or another's."""
    return await asyncio.to_thread(resolved, owner_id, message)


def resolved(owner_id: int, message: dict[str, Any]) -> dict[str, Any]:
    named = [f"{SCHEME}{uuid}" for uuid in message["images"]]
    files = File.objects.filter(owner=owner_id, uuid__in=set(references(named)))
    return {**message, "images": inlined(named, {str(file.uuid): file for file in files})}


def without_pictures(event: dict[str, Any]) -> str:
    """An event that is too long to keep, with its long texts cut."""

    def cut(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: cut(item) for key, item in value.items()}
        if isinstance(value, list):
            return [cut(item) for item in value]
        if isinstance(value, str) and len(value) > CUT:
            return f"{value[:40]}… ({len(value):,} characters)"
        return value

    return json.dumps(cut(event), ensure_ascii=False)
