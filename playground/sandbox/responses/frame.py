"""The response object around its output: https://platform.openai.com/docs/api-reference/responses/object"""

import time
from typing import Any

from ..catalog import Model
from .context import Item, new_id

TIERS = {"auto": "default", "fast": "priority"}
UNMODERATED = {
    "type": "error",
    "code": "not_available",
    "message": "The sandbox does not moderate responses.",
}
Response = dict[str, Any]


def frame(params: dict[str, Any], model: Model) -> Response:
    """A response that is in progress: every parameter as it counts, nothing of the answer yet."""
    given = params.get
    text, reasoning = given("text", {}), given("reasoning", {})
    response = {
        "id": new_id("resp"),
        "object": "response",
        "created_at": int(time.time()),
        "status": "in_progress",
        "background": given("background", False),
        "completed_at": None,
        "error": None,
        "incomplete_details": None,
        "instructions": given("instructions"),
        "max_output_tokens": given("max_output_tokens"),
        "max_tool_calls": given("max_tool_calls"),
        "model": model.id,
        "output": [],
        "parallel_tool_calls": given("parallel_tool_calls", True),
        "previous_response_id": given("previous_response_id"),
        "prompt_cache_key": given("prompt_cache_key"),
        "prompt_cache_retention": (given("prompt_cache_retention") or "").replace("-", "_") or None,
        "reasoning": {
            "effort": reasoning.get("effort") or ("medium" if model.reasons else None),
            "summary": reasoning.get("summary") or reasoning.get("generate_summary"),
        },
        "safety_identifier": given("safety_identifier"),
        "service_tier": TIERS.get(given("service_tier", "auto"), given("service_tier")),
        "store": given("store", True),
        "temperature": given("temperature", 1.0),
        "text": {
            "format": as_counted(text.get("format") or {"type": "text"}),
            "verbosity": text.get("verbosity") or "medium",
        },
        "tool_choice": given("tool_choice", "auto"),
        "tools": [shown_tool(tool) for tool in given("tools", ())],
        "top_logprobs": given("top_logprobs", 0),
        "top_p": given("top_p", 1.0),
        "truncation": given("truncation", "disabled"),
        "usage": None,
        "user": given("user"),
        "metadata": given("metadata", {}),
    }
    if "moderation" in params:
        response["moderation"] = {"input": UNMODERATED, "output": UNMODERATED}
    return response


def as_counted(format: Item) -> Item:
    if format["type"] != "json_schema":
        return format
    return {"description": None, **format, "strict": bool(format.get("strict"))}


def shown_tool(tool: Item) -> Item:
    """The tool with its defaults, and without what is a secret."""
    if tool["type"] == "function":
        return {"description": None, "parameters": None, **tool, "strict": tool.get("strict", True)}
    if tool["type"] == "custom":
        return {**tool, "format": tool.get("format") or {"type": "text"}}
    if tool["type"] == "mcp":
        shown = {name: value for name, value in tool.items() if name not in ("authorization", "headers")}
        return {**shown, "require_approval": tool.get("require_approval") or "always"}
    return tool


def usage(input_tokens: int, output_tokens: int, reasoning_tokens: int) -> Response:
    return {
        "input_tokens": input_tokens,
        "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
        "output_tokens": output_tokens,
        "output_tokens_details": {"reasoning_tokens": reasoning_tokens},
        "total_tokens": input_tokens + output_tokens,
    }
