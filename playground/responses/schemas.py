"""The schemas in a response's parameters."""

from typing import Any

Params = dict[str, Any]


def answer_schema(params: Params) -> Any:
    """The schema of a `text.format` of type json_schema, None when answers have none."""
    match params.get("text"):
        case {"format": {"type": "json_schema", "schema": dict(schema)}}:
            return schema
    return None


def parameters_of(params: Params, name: str) -> Any:
    """The declared parameters of the function `name`, None when it has none."""
    tools = params.get("tools")
    for tool in tools if isinstance(tools, list) else ():
        if isinstance(tool, dict) and tool.get("type") == "function" and tool.get("name") == name:
            return tool.get("parameters")
    return None
