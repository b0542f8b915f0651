"""What a response answers: its input, made whole, after everything that the chain of responses said before."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from .. import media
from ..errors import bad_request
from ..writer import Turn
from .attachments import look
from .items import kind_of

Item = dict[str, Any]
PREFIXES = {
    "message": "msg",
    "function_call": "fc",
    "function_call_output": "fco",
    "custom_tool_call": "ctc",
    "custom_tool_call_output": "ctco",
    "reasoning": "rs",
}
ANSWERS = ("function_call_output", "custom_tool_call_output", "computer_call_output")


def new_id(prefix: str) -> str:
    return f"{prefix}_{uuid.uuid4().hex}{uuid.uuid4().hex[:16]}"


def items_of(given: str | list[Item] | None) -> list[Item]:
    """The input as the API lists it: every item with its type and an id, content in parts, no nulls."""
    if given is None or isinstance(given, str):
        given = [] if given is None else [{"role": "user", "content": given}]
    return [completed(item) for item in given]


def completed(item: Item) -> Item:
    kind = kind_of(item)
    whole = {**item, "type": kind, "id": item.get("id") or new_id(PREFIXES.get(kind, "item"))}
    if kind == "message":
        parts = item["content"]
        said = "output_text" if item["role"] == "assistant" else "input_text"
        parts = [{"type": said, "text": parts}] if isinstance(parts, str) else parts
        whole["content"] = [{**DEFAULTS.get(part["type"], {}), **part} for part in parts]
    given = {name: value for name, value in whole.items() if value is not None}
    return {**DEFAULTS.get(kind, {}), **given}


DONE = {"status": "completed"}
# What the items and parts of a list always have, where a request may leave it out.
DEFAULTS: dict[str, Item] = {
    **dict.fromkeys(("message", "function_call", "function_call_output"), DONE),
    **dict.fromkeys(("custom_tool_call", "custom_tool_call_output", "computer_call_output"), DONE),
    "web_search_call": {**DONE, "action": {"type": "search"}},
    "file_search_call": {**DONE, "results": None},
    "code_interpreter_call": {**DONE, "code": None, "outputs": None},
    "image_generation_call": {**DONE, "result": None},
    "computer_call": {**DONE, "pending_safety_checks": []},
    "mcp_list_tools": {"tools": []},
    "mcp_call": {"arguments": "{}"},
    "mcp_approval_request": {"arguments": "{}"},
    "output_text": {"annotations": [], "logprobs": []},
    "input_image": {"detail": "auto"},
}


@dataclass(frozen=True, slots=True)
class Context:
    """`earlier` is what the chain of responses said, `given` the input of this one; both are whole items."""

    instructions: str
    earlier: list[Item]
    given: list[Item]

    @property
    def items(self) -> list[Item]:
        return [*self.earlier, *self.given]

    @property
    def answered(self) -> bool:
        """Whether it ends on what a tool returned, or on a word about a tool."""
        return bool(self.given) and self.given[-1]["type"] in (*ANSWERS, "mcp_approval_response")

    def turns(self) -> list[Turn]:
        names = {item["call_id"]: item.get("name", "computer") for item in self.items if is_call(item)}
        said = [Turn("developer", self.instructions)] if self.instructions else []
        for item in self.items:
            if item["type"] == "message":
                said.append(Turn(item["role"], text_of(item["content"])))
            elif item["type"] in ANSWERS:
                returned = item["output"] if item["type"] != "computer_call_output" else "a screenshot"
                said.append(Turn("tool", text_of(returned), names.get(item["call_id"], "")))
        return said

    def look(self) -> list[media.Finding]:
        """What the pictures and files of the last message hold; raises the API's errors."""
        places = [place for place, item in enumerate(self.given) if item.get("role") == "user"]
        if not places:
            return []
        return [
            look(part, f"input[{places[-1]}].content[{position}]")
            for position, part in enumerate(self.given[places[-1]]["content"])
            if part["type"] != "input_text"
        ]


def is_call(item: Item) -> bool:
    return item["type"] in ("function_call", "custom_tool_call", "computer_call")


def text_of(content: str | list[Item]) -> str:
    if isinstance(content, str):
        return content
    return "\n".join(part.get("text") or part.get("refusal") or "" for part in content if says(part))


def says(part: Item) -> bool:
    return part["type"] in ("input_text", "output_text", "refusal")


def check_calls(items: Iterable[Item]) -> None:
    """Every call of a function has its output, and every output its call."""
    called: dict[str, str] = {}
    returned: set[str] = set()
    for item in items:
        if is_call(item):
            called[item["call_id"]] = item["type"]
        elif item["type"] in ANSWERS:
            if item["call_id"] not in called:
                kind = NOUNS[item["type"]]
                raise bad_request(f"No tool call found for {kind} with call_id {item['call_id']}.", "input")
            returned.add(item["call_id"])
    if left := [call for call in called if call not in returned]:
        kind = NOUNS[f"{called[left[0]]}_output"].removesuffix(" output")
        raise bad_request(f"No tool output found for {kind} {left[0]}.", "input")


NOUNS = {
    "function_call_output": "function call output",
    "custom_tool_call_output": "custom tool call output",
    "computer_call_output": "computer call output",
}
