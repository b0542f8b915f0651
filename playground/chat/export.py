"""A branch of a conversation as a file: Markdown to read, JSON to send again, lines for fine-tuning."""

import json
import re
from collections.abc import Iterator
from typing import Any

from playground.runs.files import resolve
from playground.runs.models import Run

from .conversations import messages_of
from .messages import Message, Part
from .transcript import reply

TYPES = {"md": "text/markdown; charset=utf-8", "json": "application/json", "jsonl": "application/jsonl"}
TRAINED = ("role", "content", "name", "tool_calls", "tool_call_id", "function_call", "weight")


def branch(run: Run) -> list[Any]:
    """The messages that a run was sent, and its answer where it has one; of several choices the first."""
    choices = run.response.get("choices") if isinstance(run.response, dict) else None
    answered = [choice.get("message") for choice in choices or () if isinstance(choice, dict)]
    return [*messages_of(run), *(reply(message) for message in answered[:1] if isinstance(message, dict))]


def with_files(run: Run) -> dict[str, Any]:
    """The parameters as they are sent, with the branch as their messages and files as data."""
    sent, _ = resolve(run.owner_id, {**run.params, "messages": branch(run)})
    return sent


def as_json(run: Run) -> str:
    return json.dumps(with_files(run), ensure_ascii=False, indent=2) + "\n"


def as_line(run: Run) -> str:
    """One line for fine-tuning: the messages without what only answers have, and the tools."""
    sent = with_files(run)
    messages = [
        {name: message[name] for name in TRAINED if name in message}
        for message in sent["messages"]
        if isinstance(message, dict)
    ]
    named = ("tools", "functions", "parallel_tool_calls")
    line = {"messages": messages, **{name: sent[name] for name in named if name in sent}}
    # U+2028 and U+2029 end a line for some readers: they are escaped.
    text = json.dumps(line, ensure_ascii=False)
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029") + "\n"


def as_markdown(run: Run, title: str) -> str:
    return "\n\n".join(markdown(run, title)) + "\n"


def markdown(run: Run, title: str) -> Iterator[str]:
    yield f"# {title}"
    yield f"Model: `{run.model}`"
    for message in branch(run):
        if isinstance(message, dict):
            shown = Message(message)
            yield f"## {shown.role}" + (f" ({shown.name})" if shown.name else "")
            yield from said(shown)


def said(message: Message) -> Iterator[str]:
    for part in message.parts:
        yield fenced(part.text, "") if message.role == "tool" else part_as_markdown(part)
    for call in message.tool_calls:
        yield f"Calls `{call.name}`:\n\n{fenced(call.text, 'json')}"
    if message.refusal:
        yield message.refusal


def part_as_markdown(part: Part) -> str:
    """A text as it is; a file by where it is kept, as no Markdown carries it."""
    match part.kind:
        case "text":
            return part.text
        case "other":
            return fenced(part.text, "json")
    place = f", kept at {part.url}" if part.url.startswith("/files/") else ""
    name = "" if part.text.startswith(("data:", "playground-file:")) else f" {part.text}"
    return f"_Attached {part.kind}{name}{place}. It is not part of this file._"


def fenced(text: str, language: str) -> str:
    longest = max((len(ticks) for ticks in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{text}\n{fence}"


def file_name(title: str, kind: str) -> str:
    """The title in letters, digits and dashes."""
    words = re.findall(r"\w+", title.lower())
    return f"{'-'.join(words)[:60].strip('-') or 'conversation'}.{kind}"
