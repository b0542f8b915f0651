"""A message of a conversation as the page shows it; as the API takes it, it travels along as JSON."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from playground.runs import markdown
from playground.runs.files import REFERENCE

ROLES = ("user", "assistant", "developer", "system", "tool")
SCRIPT_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@dataclass(frozen=True, slots=True)
class Part:
    """A content part: `kind` is text, image, audio, file or other; `url` is empty for what is not ours."""

    kind: str
    text: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class ToolCall:
    name: str
    id: str
    arguments: SafeString


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
        return mark_safe(json.dumps(dict(self.source), ensure_ascii=False).translate(SCRIPT_ESCAPES))

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

    @property
    def html(self) -> SafeString:
        """The text of an assistant's message as Markdown."""
        return markdown.render("\n\n".join(part.text for part in self.parts if part.kind == "text"))

    @property
    def code(self) -> SafeString | str:
        """A tool's result: highlighted when it is JSON, else as it is."""
        return highlighted_json("\n".join(part.text for part in self.parts))

    @property
    def tool_calls(self) -> list[ToolCall]:
        calls = self.source.get("tool_calls")
        return (
            [tool_call_of(call) for call in calls if isinstance(call, dict)]
            if isinstance(calls, list)
            else []
        )

    @property
    def refusal(self) -> str:
        return str(self.source.get("refusal") or "")

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


def tool_call_of(call: dict[str, Any]) -> ToolCall:
    function = call.get("function") or call.get("custom") or {}
    arguments = str(function.get("arguments") or function.get("input") or "")
    return ToolCall(str(function.get("name") or "?"), str(call.get("id") or ""), highlighted_json(arguments))


def highlighted_json(text: str) -> SafeString:
    try:
        json.loads(text)
    except ValueError:
        return mark_safe(markdown.highlighted(text, "text"))
    return mark_safe(markdown.highlighted(text, "json"))


def compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
