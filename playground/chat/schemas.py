"""The schemas in a chat completion's parameters."""

from typing import Any

Params = dict[str, Any]


def answer_schema(params: Params) -> Any:
    """The schema of a `response_format` of type json_schema, None when answers have none."""
    match params.get("response_format"):
        case {"type": "json_schema", "json_schema": {"schema": dict(schema)}}:
            return schema
    return None


def parameters_of(params: Params, name: str) -> Any:
    """The declared parameters of the function `name`, None when it has none."""
    tools, functions = params.get("tools"), params.get("functions")
    declared = (
        [tool.get("function") for tool in tools if isinstance(tool, dict)] if isinstance(tools, list) else []
    )
    declared += functions if isinstance(functions, list) else []
    for function in declared:
        if isinstance(function, dict) and function.get("name") == name:
            return function.get("parameters")
    return None
