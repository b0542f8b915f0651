"""What is said of an output item while it is made, between its `added` and its `done`; messages are `events`'."""

from collections.abc import Callable, Iterator
from typing import Any

from .. import tokens
from .context import Item

Step = tuple[str, dict[str, Any]]
# What an item holds when it is added; the rest comes with the events.
EMPTY: dict[str, Item] = {
    "message": {"content": [], "status": "in_progress"},
    "reasoning": {"summary": []},
    "function_call": {"arguments": "", "status": "in_progress"},
    "custom_tool_call": {"input": ""},
    "web_search_call": {"action": {"type": "search", "query": ""}, "status": "in_progress"},
    "file_search_call": {"queries": [], "results": None, "status": "in_progress"},
    "code_interpreter_call": {"code": "", "outputs": None, "status": "in_progress"},
    "image_generation_call": {"result": None, "status": "in_progress"},
    "mcp_list_tools": {"tools": []},
    "mcp_call": {"arguments": "", "output": None, "status": "in_progress"},
    "computer_call": {"status": "in_progress"},
}


def opened(item: Item) -> Item:
    """The item as it is added to the output."""
    return {**without_partials(item), **EMPTY.get(item["type"], {})}


def without_partials(item: Item) -> Item:
    """The item as it is shown: what a picture looked like on the way is only streamed."""
    return {name: value for name, value in item.items() if name != "partials"}


def of(item: Item) -> Iterator[Step]:
    steps = STEPS.get(item["type"])
    return steps(item) if steps else iter(())


def reasoning(item: Item) -> Iterator[Step]:
    for index, part in enumerate(item["summary"]):
        place = {"summary_index": index}
        yield "response.reasoning_summary_part.added", {**place, "part": {"type": "summary_text", "text": ""}}
        for piece in tokens.split(part["text"]):
            yield "response.reasoning_summary_text.delta", {**place, "delta": piece}
        yield "response.reasoning_summary_text.done", {**place, "text": part["text"]}
        yield "response.reasoning_summary_part.done", {**place, "part": part}


def written(kind: str, field: str, text: str, **more: Any) -> Iterator[Step]:
    """Text that arrives in deltas and is repeated when it is done."""
    for piece in tokens.split(text):
        yield f"response.{kind}.delta", {"delta": piece}
    yield f"response.{kind}.done", {field: text, **more}


def function_call(item: Item) -> Iterator[Step]:
    return written("function_call_arguments", "arguments", item["arguments"], name=item["name"])


def custom_tool_call(item: Item) -> Iterator[Step]:
    return written("custom_tool_call_input", "input", item["input"])


def search(item: Item) -> Iterator[Step]:
    for state in ("in_progress", "searching", "completed"):
        yield f"response.{item['type']}.{state}", {}


def code_interpreter(item: Item) -> Iterator[Step]:
    yield "response.code_interpreter_call.in_progress", {}
    yield from written("code_interpreter_call_code", "code", item["code"])
    yield "response.code_interpreter_call.interpreting", {}
    yield "response.code_interpreter_call.completed", {}


def image_generation(item: Item) -> Iterator[Step]:
    yield "response.image_generation_call.in_progress", {}
    yield "response.image_generation_call.generating", {}
    shape = {name: item[name] for name in ("size", "quality", "background", "output_format")}
    for index, partial in enumerate(item.get("partials", ())):
        picture = {"partial_image_index": index, "partial_image_b64": partial}
        yield "response.image_generation_call.partial_image", {**picture, **shape}
    yield "response.image_generation_call.completed", {}


def mcp_list_tools(item: Item) -> Iterator[Step]:
    yield "response.mcp_list_tools.in_progress", {}
    yield "response.mcp_list_tools.completed", {}


def mcp_call(item: Item) -> Iterator[Step]:
    yield "response.mcp_call.in_progress", {}
    yield from written("mcp_call_arguments", "arguments", item["arguments"])
    yield "response.mcp_call.completed", {}


STEPS: dict[str, Callable[[Item], Iterator[Step]]] = {
    "reasoning": reasoning,
    "function_call": function_call,
    "custom_tool_call": custom_tool_call,
    "web_search_call": search,
    "file_search_call": search,
    "code_interpreter_call": code_interpreter,
    "image_generation_call": image_generation,
    "mcp_list_tools": mcp_list_tools,
    "mcp_call": mcp_call,
}
