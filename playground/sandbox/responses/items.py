"""The items that the input of a response may hold, earlier outputs among them."""

from dataclasses import dataclass
from typing import Any

from ..parameters import Anything, Flag, Kind, Text
from ..structures import Either, List, Object, Tagged
from .content import ANYTHING, GIVEN, ITEM, MESSAGE, RESULT, STATUS

CALL_ID = Text(null=False, longest=64)


STATUSES = Text(
    choices=(*STATUS.choices, "searching", "generating", "interpreting", "calling", "failed"),
)
SEARCHES: dict[str, Kind] = {
    "search": Object(
        fields={"type": GIVEN, "query": Text(), "queries": List(of=GIVEN), "sources": ANYTHING}, open=True
    ),
    "open_page": Object(fields={"type": GIVEN, "url": Text()}, open=True),
    "find_in_page": Object(
        fields={"type": GIVEN, "url": GIVEN, "pattern": GIVEN}, required=("url", "pattern"), open=True
    ),
}


def item(*required: str, **fields: Kind) -> Object:
    return Object(fields={**ITEM, "status": STATUSES, **fields}, required=required)


def any_item(*required: str, **fields: Kind) -> Object:
    return Object(fields={**ITEM, **fields}, required=required, open=True)


SUMMARY = List(
    of=Tagged(
        key="type",
        kinds={"summary_text": Object(fields={"type": GIVEN, "text": GIVEN}, required=("text",))},
        null=False,
    )
)
SHOT = {"type": GIVEN, "image_url": Text(), "file_id": Text()}
ACTIONS = ("click", "double_click", "drag", "keypress", "move", "screenshot", "scroll", "type", "wait")
ACTION = Tagged(key="type", kinds=dict.fromkeys(ACTIONS, Object(open=True)))
CALLED = {"call_id": CALL_ID, "name": GIVEN, "status": STATUS, "namespace": Text(), "caller": Anything()}
ANSWER = {"call_id": CALL_ID, "output": RESULT, "status": STATUS, "caller": Anything()}
ITEMS: dict[str, Kind] = {
    "message": MESSAGE,
    "function_call": item("call_id", "name", "arguments", **CALLED, arguments=GIVEN),
    "function_call_output": item("call_id", "output", **ANSWER, name=Text(), namespace=Text()),
    "custom_tool_call": item("call_id", "name", "input", **CALLED, input=GIVEN),
    "custom_tool_call_output": item("call_id", "output", **ANSWER),
    "reasoning": item("id", "summary", summary=SUMMARY, content=ANYTHING, encrypted_content=Text()),
    "item_reference": item("id"),
    "web_search_call": item("id", action=Tagged(key="type", kinds=SEARCHES)),
    "file_search_call": item("id", "queries", queries=List(of=Text()), results=ANYTHING),
    "code_interpreter_call": item(
        "id", "container_id", code=Text(), container_id=GIVEN, outputs=List(of=Anything())
    ),
    "image_generation_call": any_item("id", result=Text()),
    "computer_call": item(
        "id",
        "call_id",
        call_id=CALL_ID,
        action=ACTION,
        actions=List(of=ACTION),
        pending_safety_checks=ANYTHING,
    ),
    "computer_call_output": item(
        "call_id",
        "output",
        call_id=CALL_ID,
        output=Tagged(key="type", kinds={"computer_screenshot": Object(fields=SHOT)}, null=False),
        acknowledged_safety_checks=ANYTHING,
    ),
    "mcp_list_tools": item("id", "server_label", server_label=GIVEN, tools=ANYTHING, error=Anything()),
    "mcp_call": any_item("id", "server_label", "name", server_label=GIVEN, name=GIVEN, arguments=Text()),
    "mcp_approval_request": item(
        "id", "server_label", "name", server_label=GIVEN, name=GIVEN, arguments=Text()
    ),
    "mcp_approval_response": item(
        "approval_request_id", "approve", approval_request_id=GIVEN, approve=Flag(null=False), reason=Text()
    ),
    # Taken, and passed over by the writer.
    **{
        f"{name}{answer}": any_item(call_id=Text())
        for name in ("local_shell_call", "shell_call", "apply_patch_call")
        for answer in ("", "_output")
    },
    **{name: any_item() for name in ("compaction", "program", "program_output", "additional_tools")},
    **{name: any_item() for name in ("tool_search_call", "tool_search_output", "compaction_trigger")},
}


def kind_of(value: dict[str, Any]) -> Any:
    """What an item is; the API lets messages and references go without their type."""
    if value.get("type") is not None:
        return value["type"]
    if "role" in value:
        return "message"
    return "item_reference" if value.keys() <= {"id", "type"} and "id" in value else None


@dataclass(frozen=True, kw_only=True)
class Item(Tagged):
    """An input item. The type of a message or a reference may be left out."""

    def check_value(self, value: dict[str, Any], path: str) -> None:
        super().check_value({**value, "type": kind_of(value)}, path)


# Upstream names no limit; with this many, checking stays short.
MOST_ITEMS = 10_000
INPUT = Either(kinds=(Text(), List(of=Item(key="type", kinds=ITEMS, null=False), most=MOST_ITEMS)))
