"""The shapes in which a request is handed around, each as a chat completion's parameters.

Ours (`exporting.py`), a body for chat completions or responses, a line of the batch API or of a fine-tuning file,
and the reference to a prompt that OpenAI keeps.
"""

from dataclasses import dataclass, field
from typing import Any

from playground.params.forms import FORMS

from .opening import in_order
from .responses_body import as_chat

OPERATION = "create_chat_completion"


class ShapeError(ValueError):
    """The value is none of the shapes; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A version to be: `group` is the name of the prompt whose other versions come with it."""

    name: str
    params: dict[str, Any]
    note: str = ""
    examples: dict[str, str] = field(default_factory=dict)
    group: str = ""


def draft_of(value: Any) -> list[Draft]:
    """The versions in a value, oldest first. Raises ShapeError."""
    if not isinstance(value, dict):
        raise ShapeError("expected an object, such as a request body")
    match value:
        case {"object": "playground.prompt", "name": str(name), "versions": list(versions)} if versions:
            return [own_version(name, version) for version in versions]
        case {"object": "playground.prompt.version", "name": str(name)}:
            return [own_version(name, value)]
        case {"id": str(identifier)} if identifier.startswith("pmpt_"):
            return [reference(value)]
        case {"prompt": {"id": str()}} if "input" not in value and "messages" not in value:
            return [reference(value["prompt"])]
        case {"body": dict(body)}:
            return [body_draft(body, str(value.get("custom_id") or ""))]
    return [body_draft(value)]


def own_version(name: str, version: Any) -> Draft:
    body = version.get("body") if isinstance(version, dict) else None
    if not isinstance(body, dict):
        raise ShapeError("each version needs a body, which is an object")
    checked(body)
    # A form's own order is kept to the byte; one that somebody wrote by hand is not the form's.
    body = body if next(iter(body)) == "messages" else in_order(FORMS[OPERATION], body)
    note, examples = str(version.get("note") or ""), texts(version.get("variables"))
    return Draft(name.strip()[:200] or title(body), body, note[:300], examples, group=name)


def body_draft(body: dict[str, Any], name: str = "") -> Draft:
    left_out: list[str] = []
    if "messages" not in body and ("input" in body or "instructions" in body):
        body, left_out = as_chat(body)
    checked(body)
    note = f"Left out, as a chat completion has none: {', '.join(left_out)}"[:300] if left_out else ""
    return Draft((name or title(body))[:200], in_order(FORMS[OPERATION], body), note)


def checked(body: dict[str, Any]) -> None:
    messages = body.get("messages")
    if not isinstance(messages, list) or not messages:
        raise ShapeError("expected messages, a list of at least one message, or a response's input")
    for number, message in enumerate(messages, 1):
        if not isinstance(message, dict) or not isinstance(message.get("role"), str):
            raise ShapeError(f"message {number} must be an object with a role and content")


def reference(found: dict[str, Any]) -> Draft:
    """What a reference tells of a prompt: the names of its variables and their values, not its text."""
    examples = texts(found.get("variables"))
    said = "\n".join(f"{name}: {{{{{name}}}}}" for name in examples) or "Paste the prompt's text here"
    version = f", version {found['version']}" if found.get("version") else ""
    note = f"A reference to {found['id']}{version}: its text is kept by OpenAI, paste it here"
    return Draft(
        str(found["id"])[:200], {"messages": [{"role": "user", "content": said}]}, note[:300], examples
    )


def texts(variables: Any) -> dict[str, str]:
    if not isinstance(variables, dict):
        return {}
    return {
        str(name): value if isinstance(value, str) else str(value.get("text") or "")
        for name, value in variables.items()
        if isinstance(value, str | dict)
    }


def title(body: dict[str, Any]) -> str:
    """The first words that somebody says."""
    for message in body.get("messages") or []:
        content = message.get("content")
        for part in content if isinstance(content, list) else [content]:
            said = part.get("text") if isinstance(part, dict) else part
            if isinstance(said, str) and said.strip():
                return " ".join(said.split())[:80]
    return "Imported prompt"
