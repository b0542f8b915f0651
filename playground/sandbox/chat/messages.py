"""What a message may hold, role by role, and which messages belong together."""

from typing import Any

from ..errors import bad_request
from ..parameters import Anything, Flag, Kind, Text
from ..structures import Either, List, Object, Tagged

GIVEN = Text(null=False)
BREAKPOINT = {"prompt_cache_breakpoint": Anything()}
TEXT_PART = Object(fields={"type": Text(), "text": GIVEN, **BREAKPOINT}, required=("text",))
IMAGE_URL = Object(
    fields={"url": GIVEN, "detail": Text(choices=("auto", "low", "high", "original"))}, required=("url",)
)
INPUT_AUDIO = Object(fields={"data": GIVEN, "format": Text()}, required=("data", "format"))
FILE = Object(fields={"filename": Text(), "file_data": Text(), "file_id": Text()})
PARTS = {
    "text": TEXT_PART,
    "image_url": Object(
        fields={"type": Text(), "image_url": IMAGE_URL, **BREAKPOINT}, required=("image_url",)
    ),
    "input_audio": Object(
        fields={"type": Text(), "input_audio": INPUT_AUDIO, **BREAKPOINT}, required=("input_audio",)
    ),
    "file": Object(fields={"type": Text(), "file": FILE, **BREAKPOINT}, required=("file",)),
}
REFUSAL_PART = Object(fields={"type": Text(), "refusal": GIVEN}, required=("refusal",))


def content(**parts: Object) -> Kind:
    return Either(kinds=(Text(), List(of=Tagged(key="type", kinds=parts, null=False), least=1)))


TEXT_CONTENT = content(text=TEXT_PART)
CALLED = Object(fields={"name": GIVEN, "arguments": GIVEN}, required=("name", "arguments"))
CUSTOM_CALLED = Object(fields={"name": GIVEN, "input": GIVEN}, required=("name", "input"))
TOOL_CALL = Tagged(
    key="type",
    kinds={
        "function": Object(
            fields={"id": GIVEN, "type": Text(), "function": CALLED}, required=("id", "function"), open=True
        ),
        "custom": Object(
            fields={"id": GIVEN, "type": Text(), "custom": CUSTOM_CALLED},
            required=("id", "custom"),
            open=True,
        ),
    },
    null=False,
)
NAMED = {"role": Text(), "name": Text()}
INSTRUCTION = Object(fields={**NAMED, "content": TEXT_CONTENT}, required=("content",))
ASSISTANT = {
    **NAMED,
    "content": content(text=TEXT_PART, refusal=REFUSAL_PART),
    "refusal": Text(),
    "audio": Object(fields={"id": GIVEN}, required=("id",), open=True),
    "tool_calls": List(of=TOOL_CALL, least=1),
    "function_call": CALLED,
    "annotations": List(of=Anything()),
}
TOOL = {**NAMED, "content": TEXT_CONTENT, "tool_call_id": GIVEN, "is_error": Flag()}
MESSAGE = Tagged(
    key="role",
    kinds={
        "system": INSTRUCTION,
        "assistant": Object(fields=ASSISTANT),
        "user": Object(fields={**NAMED, "content": content(**PARTS)}, required=("content",)),
        "function": Object(fields=dict(NAMED, content=Text()), required=("name",)),
        "tool": Object(fields=TOOL, required=("content", "tool_call_id")),
        "developer": INSTRUCTION,
    },
    null=False,
)
MESSAGES = List(of=MESSAGE, least=1, most=2048, null=False)


def check_conversation(messages: list[dict[str, Any]]) -> None:
    """Every tool call has its answer right after it, and every tool message its call."""
    open_calls: set[str] = set()
    for position, message in enumerate(messages):
        if message["role"] == "tool":
            if message["tool_call_id"] not in open_calls:
                raise bad_request(
                    "Invalid parameter: messages with role 'tool' must be a response to a preceding message "
                    "with 'tool_calls'.",
                    f"messages[{position}].role",
                )
            open_calls.discard(message["tool_call_id"])
            continue
        refuse_unanswered(open_calls)
        open_calls = {call["id"] for call in message.get("tool_calls") or ()}
        if message["role"] == "assistant" and not says_something(message):
            message_ = f"Invalid value for 'content': expected a string, got null. (messages[{position}])"
            raise bad_request(message_, f"messages[{position}].content")
    refuse_unanswered(open_calls)


def says_something(message: dict[str, Any]) -> bool:
    fields = ("content", "tool_calls", "function_call", "refusal", "audio")
    return any(message.get(name) is not None for name in fields)


def refuse_unanswered(calls: set[str]) -> None:
    if calls:
        raise bad_request(
            "An assistant message with 'tool_calls' must be followed by tool messages responding to each "
            "'tool_call_id'. The following tool_call_ids did not have response messages: "
            + ", ".join(sorted(calls)),
            "messages",
        )


def text_of(message: dict[str, Any]) -> str:
    """The message's text, its parts joined by line breaks."""
    said = message.get("content") or ""
    if isinstance(said, str):
        return said
    return "\n".join(part["text"] for part in said if part["type"] == "text")
