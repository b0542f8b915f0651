"""A remote MCP server, simulated: its list of tools, the question for approval, and a call."""

import json
from typing import Any

from ..writer import Prompt
from .context import Context, Item, new_id
from .tools import Tool

SCHEMA = {"type": "object", "properties": {"query": {"type": "string"}}, "required": ["query"]}


def listing(tool: Tool, context: Context) -> list[Item]:
    """The list of the server's tools, unless the conversation has it."""
    label = tool["server_label"]
    for item in context.items:
        if item["type"] == "mcp_list_tools" and item["server_label"] == label:
            return []
    tools = [
        {
            "name": name,
            "description": "Simulated by the sandbox.",
            "input_schema": SCHEMA,
            "annotations": None,
        }
        for name in names(tool)
    ]
    kind = {"id": new_id("mcpl"), "type": "mcp_list_tools", "server_label": label}
    return [{**kind, "tools": tools, "error": None}]


def names(tool: Tool) -> list[str]:
    allowed = tool.get("allowed_tools")
    if isinstance(allowed, dict):
        allowed = allowed.get("tool_names")
    return allowed or ["search"]


def approved(tool: Tool, context: Context) -> Item | None:
    """The call that the input has just approved, if it has."""
    answers = {
        item["approval_request_id"]: item["approve"]
        for item in context.given
        if item["type"] == "mcp_approval_response"
    }
    for item in context.items:
        mine = item["type"] == "mcp_approval_request" and item["server_label"] == tool["server_label"]
        if mine and answers.get(item["id"]):
            return call(tool, item["name"], item.get("arguments") or "{}", item["id"])
    return None


def asked(tool: Tool, prompt: Prompt, name: str | None) -> Item:
    """A call of the server's tool, or the question whether it may be called, which is the default."""
    name = name or names(tool)[0]
    arguments = json.dumps({"query": prompt.subject}, ensure_ascii=False)
    if free(tool.get("require_approval") or "always", name):
        return call(tool, name, arguments)
    request = {"id": new_id("mcpr"), "type": "mcp_approval_request", "server_label": tool["server_label"]}
    return {**request, "name": name, "arguments": arguments}


def free(rule: Any, name: str) -> bool:
    if isinstance(rule, str):
        return rule == "never"
    return name in ((rule.get("never") or {}).get("tool_names") or ())


def call(tool: Tool, name: str, arguments: str, request: str | None = None) -> Item:
    return {
        "id": new_id("mcp"),
        "type": "mcp_call",
        "status": "completed",
        "server_label": tool["server_label"],
        "name": name,
        "arguments": arguments,
        "output": json.dumps({"sandbox": True, "server": "simulated"}),
        "error": None,
        "approval_request_id": request,
    }
