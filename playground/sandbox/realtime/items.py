"""The items of a conversation: messages, function calls and their outputs."""

import asyncio
import base64
import uuid
from dataclasses import dataclass, field
from typing import Any

from .. import media
from .item_parameters import BETA_MESSAGE, ITEM, MESSAGE
from .sound import Format, Samples, audio_of

TODAY = {"text": "output_text", "audio": "output_audio"}


def new_id(prefix: str = "item") -> str:
    return f"{prefix}_{uuid.uuid4().hex[:21]}"


@dataclass(slots=True)
class Item:
    """`fields` are today's, without sound. `sound` is the bytes of its one recording, in `format`.

    `findings` says what its pictures show; `hearing` ends with what a recording said, which then is `heard`.
    """

    fields: dict[str, Any]
    sound: bytes = b""
    format: Format = field(default_factory=lambda: Format("pcm16"))
    findings: list[media.Finding] = field(default_factory=list)
    hearing: asyncio.Task[str] | None = None
    heard: str | None = None

    @property
    def id(self) -> str:
        return str(self.fields["id"])

    @property
    def type(self) -> str:
        return str(self.fields["type"])

    @property
    def text(self) -> str:
        """All that is written in it, or was heard."""
        parts = self.fields.get("content", ())
        said = [part.get("text") or part.get("transcript") or "" for part in parts]
        return "\n".join([*filter(None, said), *([self.heard] if self.heard and not any(said) else [])])

    def as_dict(self, with_sound: bool = False) -> dict[str, Any]:
        shown = {**self.fields, "content": [dict(part) for part in self.fields.get("content", ())]}
        if self.type != "message":
            del shown["content"]
        for part in shown.get("content", ()) if with_sound else ():
            if part["type"] in ("input_audio", "output_audio"):
                part["audio"] = base64.b64encode(self.sound).decode()
        return shown

    def seconds(self) -> float:
        return self.format.milliseconds(len(self.sound)) / 1000

    def samples(self) -> Samples:
        return self.format.decoded(self.sound)


def read(given: dict[str, Any], path: str, format: Format, beta: bool) -> Item:
    """An item as a client sends it, checked. Pictures are looked at, so call it off the event loop."""
    ITEM.check(given, path)
    if given["type"] == "message":
        (BETA_MESSAGE if beta else MESSAGE).check(given, path)
    fields = {name: value for name, value in given.items() if value is not None and name != "is_error"}
    fields |= {"id": given.get("id") or new_id(), "object": "realtime.item", "status": "completed"}
    if given["type"] == "function_call":
        fields.setdefault("call_id", new_id("call"))
    item = Item(fields, format=format)
    if given["type"] == "message":
        fields["content"] = [
            part_of(item, part, f"{path}.content[{position}]")
            for position, part in enumerate(given["content"])
        ]
    return item


def part_of(item: Item, part: dict[str, Any], path: str) -> dict[str, Any]:
    """The content part without its sound, which the item takes."""
    part = {**part, "type": TODAY.get(part["type"], part["type"])}
    if part["type"] == "input_image":
        item.findings.append(media.look_at_picture(part["image_url"], f"{path}.image_url"))
    if part["type"] in ("input_audio", "output_audio"):
        item.sound += audio_of(part.pop("audio", None) or "", f"{path}.audio")
        part.setdefault("transcript", None)
    return part
