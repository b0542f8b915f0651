"""Reading responses, and tools to make them with."""

import json
from typing import Any

SCHEMA = {
    "type": "object",
    "properties": {"city": {"type": "string"}},
    "required": ["city"],
    "additionalProperties": False,
}
WEATHER = {"type": "function", "name": "get_weather", "strict": True, "parameters": SCHEMA}
SHELL = {"type": "custom", "name": "shell", "description": "Runs a command"}
WEB = {"type": "web_search"}
FILES = {"type": "file_search", "vector_store_ids": ["vs_1"]}
CODE = {"type": "code_interpreter", "container": {"type": "auto"}}
PICTURE = {"type": "image_generation", "partial_images": 2}
MCP = {"type": "mcp", "server_label": "desk", "server_url": "https://example.com/mcp"}
FREE_MCP = {**MCP, "require_approval": "never"}
SCREEN = {
    "type": "computer_use_preview",
    "environment": "browser",
    "display_width": 800,
    "display_height": 600,
}


def output_text(response: dict[str, Any]) -> str:
    parts = [part for item in response["output"] if item["type"] == "message" for part in item["content"]]
    return "".join(part["text"] for part in parts if part["type"] == "output_text")


def kinds(response: dict[str, Any]) -> list[str]:
    return [item["type"] for item in response["output"]]


def events_of(answer: Any) -> list[dict[str, Any]]:
    """The data of each event, whose `event:` line says the same type."""
    events = []
    for block in answer.content.decode().split("\n\n"):
        if block:
            name, data = block.split("\n", 1)
            events.append(json.loads(data.removeprefix("data: ")))
            assert name == f"event: {events[-1]['type']}"
    return events
