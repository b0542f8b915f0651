"""A message of a conversation as the page shows it; as the API takes it, it travels along as JSON."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.safestring import SafeString

from playground.runs.files import REFERENCE
from playground.runs.markdown_stream import render
from playground.runs.script_json import script_json

from .citations import Source, sources
from .tool_calls import ToolCall, highlighted_json, tool_calls

ROLES = ("user", "assistant", "developer", "system", "tool")


@dataclass(frozen=True, slots=True)
class Part:
    """A content part: `kind` is text, image, audio, file or other; `url` is empty for what is not ours."""

    kind: str
    text: str = ""
    url: str = ""


@dataclass(frozen=True)
class Message:
    """Wraps one message dict of `messages`; whatever the dict holds is kept, also what we do not know."""

    source: Mapping[str, Any]

    @property
    def role(self) -> str:
        return str(self.source.get("role") or "user")

    @property
    def roles(self) -> tuple[str, ...]:
        return ROLES if self.role in ROLES else (*ROLES, self.role)

    @property
    def json(self) -> SafeString:
        """The message for a `<script type="application/json">`."""
        return script_json(dict(self.source))

    @cached_property
    def parts(self) -> list[Part]:
        content = self.source.get("content")
        if isinstance(content, list):
            return [part_of(item) for item in content]
        if isinstance(content, str) and content:
            return [Part("text", content)]
        return [Part("other", compact(content))] if content else []

    @property
    def attachments(self) -> list[Part]:
        return [part for part in self.parts if part.kind != "text"]

    @cached_property
    def html(self) -> SafeString:
        """The text of an assistant's message as Markdown."""
        return render("\n\n".join(part.text for part in self.parts if part.kind == "text"))

    @property
    def code(self) -> SafeString | str:
        """A tool's result: highlighted when it is JSON, else as it is."""
        return highlighted_json("\n".join(part.text for part in self.parts))

    @property
    def tool_calls(self) -> list[ToolCall]:
        return list(tool_calls(self.source))

    @property
    def refusal(self) -> str:
        return str(self.source.get("refusal") or "")

    @property
    def sources(self) -> list[Source]:
        return sources(self.source.get("annotations"))

    @property
    def name(self) -> str:
        """Whose message it is: the participant's name, or the tool call that it answers."""
        return str(self.source.get("name") or self.source.get("tool_call_id") or "")


def present(messages: Iterable[Any]) -> list[Message]:
    """Each message for the template; what is no object is left to the form's own check."""
    return [Message(message) for message in messages if isinstance(message, dict)]


def part_of(item: Any) -> Part:
    match item:
        case {"type": "text" | "refusal", **rest}:
            return Part("text", str(rest.get("text") or rest.get("refusal") or ""))
        case {"type": "image_url", "image_url": {"url": str(url)}}:
            return Part("image", shortened(url), own_url(url))
        case {"type": "input_audio", "input_audio": {"data": str(data)}}:
            return Part("audio", "audio", own_url(data))
        case {"type": "file", "file": dict(file)}:
            given = file.get("filename") or file.get("file_id") or "file"
            return Part("file", str(given), own_url(str(file.get("file_data") or "")))
    return Part("other", compact(item))


def own_url(reference: str) -> str:
    """Where our own copy is served; a picture from elsewhere is named and not loaded."""
    if match := REFERENCE.match(reference):
        return f"/files/{match[1]}/"
    return reference if reference.startswith("data:image/") else ""


def shortened(url: str, limit: int = 120) -> str:
    return url if len(url) <= limit else f"{url[:limit]}…"


def compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
