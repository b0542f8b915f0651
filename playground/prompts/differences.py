"""What changed between two versions: messages as lines of text, parameters as added, changed and removed."""

import difflib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from playground.params.json_text import same_json, write_json

from .models import Version


@dataclass(frozen=True, slots=True)
class Line:
    """`sign` is + for added, - for removed, empty for kept, … for kept lines that are left out."""

    sign: str
    text: str

    @property
    def word(self) -> str:
        return {"+": "added", "-": "removed", "…": "gap"}.get(self.sign, "kept")


@dataclass(frozen=True, slots=True)
class Change:
    """A parameter that differs; the side on which it is not set is empty."""

    kind: str
    name: str
    before: str
    after: str


def messages(before: Version, after: Version) -> list[Line]:
    """The lines of both conversations, with three kept lines around each change; empty when they are the same."""
    one, other = (list(conversation(version.params.get("messages"))) for version in (before, after))
    if one == other:
        return []
    lines = list(difflib.unified_diff(one, other, n=3, lineterm=""))[2:]
    signs = {"+": "+", "-": "-", "@": "…"}
    found = [Line(signs.get(line[0], ""), "" if line[0] == "@" else line[1:]) for line in lines]
    return found[1:] if found and found[0].sign == "…" else found


def parameters(before: Version, after: Version) -> list[Change]:
    one, other = before.params, after.params
    return [
        Change(kind_of(name, one, other), name, written(one, name), written(other, name))
        for name in dict.fromkeys([*one, *other])
        if name != "messages" and not (name in one and name in other and same_json(one[name], other[name]))
    ]


def kind_of(name: str, before: dict[str, Any], after: dict[str, Any]) -> str:
    if name not in before:
        return "added"
    return "changed" if name in after else "removed"


def written(params: dict[str, Any], name: str) -> str:
    return write_json(params[name]) if name in params else ""


def conversation(found: Any) -> Iterator[str]:
    """Messages as lines: the role, then what is said, then whatever else the message has."""
    for message in found if isinstance(found, list) else []:
        if not isinstance(message, dict):
            yield json.dumps(message, ensure_ascii=False)
            continue
        yield f"{message.get('role', '?')}:"
        content = message.get("content")
        for part in content if isinstance(content, list) else [content]:
            yield from part_lines(part)
        rest = {key: value for key, value in message.items() if key not in ("role", "content")}
        yield from write_json(rest).splitlines() if rest else ()
        yield ""


def part_lines(part: Any) -> list[str]:
    if isinstance(part, dict) and part.keys() == {"type", "text"}:
        part = part["text"]
    if isinstance(part, str):
        return part.split("\n")
    return [] if part is None else [line[:500] for line in write_json(part).split("\n")]
