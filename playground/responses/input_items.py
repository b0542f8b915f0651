"""What a request's `input` says, as the page shows it: messages with their parts, and other items."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from playground.runs.files import REFERENCE

MOST_SHOWN = 100_000
BASE64 = re.compile(r"[A-Za-z0-9+/]{100,}={0,2}")


@dataclass(frozen=True, slots=True)
class Part:
    """`kind` is text, image, file or other; `url` is empty for what is not ours to show."""

    kind: str
    text: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One item: who says it, or what it is."""

    role: str
    id: str = ""
    about: str = ""
    parts: list[Part] = field(default_factory=list)

    @property
    def label(self) -> str:
        return self.role.replace("_", " ")


def rows(value: Any) -> list[Row]:
    """The items of an `input`: text is one message of the user."""
    if isinstance(value, str):
        return [Row("user", parts=[Part("text", value)])] if value else []
    return [row_of(item) for item in listed(value)]


def listed(value: Any) -> list[dict[str, Any]]:
    """The items of a list, where it is one."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def row_of(item: dict[str, Any]) -> Row:
    kind, id = str(item.get("type") or "message"), str(item.get("id") or "")
    if "role" in item and "content" in item:
        return Row(str(item["role"]), id, parts=list(parts_of(item["content"])))
    if kind.endswith("_output") and isinstance(item.get("output"), str | list):
        return Row(kind, id, str(item.get("call_id") or ""), list(parts_of(item["output"])))
    if kind in ("function_call", "custom_tool_call"):
        text = item.get("arguments", item.get("input"))
        return Row(kind, id, str(item.get("name") or ""), [Part("text", str(text or ""))])
    return Row(kind, id, parts=[Part("other", compact(item))])


def parts_of(content: Any) -> Iterator[Part]:
    if isinstance(content, str):
        yield Part("text", content)
        return
    for part in content if isinstance(content, list) else ():
        yield part_of(part)


def part_of(part: Any) -> Part:
    match part:
        case {"type": "input_text" | "output_text" | "summary_text" | "text", "text": str(text)}:
            return Part("text", text)
        case {"type": "refusal", "refusal": str(text)}:
            return Part("text", text)
        case {"type": "input_image", **rest}:
            url = str(rest.get("image_url") or rest.get("file_id") or "")
            return Part("image", shortened(url), own_url(url))
        case {"type": "input_file", **rest}:
            given = rest.get("filename") or rest.get("file_id") or rest.get("file_url") or "file"
            return Part("file", shortened(str(given)), own_url(str(rest.get("file_data") or "")))
    return Part("other", compact(part))


def uuid_of(reference: str) -> str:
    """The uuid of the stored file that this refers to; empty for anything else."""
    match = REFERENCE.match(reference)
    return match[1] if match else ""


def own_url(reference: str) -> str:
    """Where our own copy is served; a picture from elsewhere is named and not loaded."""
    if match := REFERENCE.match(reference):
        return f"/files/{match[1]}/"
    return reference if reference.startswith("data:image/") else ""


def picture_url(result: str) -> str:
    """Where a picture that was made is: a file of ours, or the base64 that a read response brings."""
    if BASE64.fullmatch(result):
        return f"data:image/png;base64,{result}"
    return own_url(result)


def shortened(url: str, limit: int = 120) -> str:
    return url if len(url) <= limit else f"{url[:limit]}…"


def compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)[:MOST_SHOWN]


def title_of(params: dict[str, Any]) -> str:
    """The last words that somebody says to the model, else its instructions."""
    for row in reversed(rows(params.get("input"))):
        for part in row.parts:
            if part.kind == "text" and part.text.strip():
                return part.text
    instructions = params.get("instructions")
    return instructions if isinstance(instructions, str) else ""
