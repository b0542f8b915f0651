"""What parameters demand of each other and of the model, after each was found well-formed by itself."""

from typing import Any

from ..catalog import Model
from ..errors import APIError, bad_request, unsupported_parameter
from ..parameters import missing
from ..schema_rules import check_function, check_name, check_schema, check_strict
from .context import Context, check_calls
from .tools import Tool, matches

Params = dict[str, Any]
FUNCTION = "invalid_function_parameters"
BAD_SCHEMA = "invalid_json_schema"


def check_references(params: Params) -> None:
    """What the request refers to, and whether it asks for anything."""
    if "prompt" in params:
        raise APIError(404, f"Prompt with id '{params['prompt']['id']}' not found.", param="prompt")
    if conversation := params.get("conversation"):
        if "previous_response_id" in params:
            raise bad_request(
                "Mutually exclusive parameters: 'previous_response_id' and 'conversation'. "
                "Ensure you are only providing one of them.",
                "conversation",
                "mutually_exclusive_parameters",
            )
        name = conversation if isinstance(conversation, str) else conversation["id"]
        raise APIError(
            404, f"Conversation with id '{name}' not found. (The sandbox keeps none.)", param="conversation"
        )
    if "model" not in params:
        raise missing("model")
    if not params.get("input") and "previous_response_id" not in params and params.get("input") != "":
        raise bad_request(
            "One of \"input\" or \"previous_response_id\" or 'prompt' or 'conversation_id' must be provided.",
            code="missing_required_parameter",
        )


def check(params: Params, model: Model, context: Context) -> None:
    """Raise the API's 400 for the first thing that does not fit. `params` holds no nulls."""
    check_model(params, model)
    check_combinations(params)
    check_calls(context.items)
    for position, tool in enumerate(params.get("tools", ())):
        check_tool(tool, f"tools[{position}]")
    check_choice(params.get("tool_choice"), params.get("tools", []))
    check_format(params.get("text", {}).get("format") or {"type": "text"}, context)


def check_model(params: Params, model: Model) -> None:
    effort = params.get("reasoning", {}).get("effort")
    if model.reasons:
        for name in ("temperature", "top_p"):
            if params.get(name, 1) != 1:
                raise unsupported_parameter(name)
        if "message.output_text.logprobs" in params.get("include", ()) or params.get("top_logprobs"):
            raise unsupported_parameter("top_logprobs")
    elif model.familiar and effort:
        raise unsupported_parameter("reasoning.effort")
    elif model.familiar and "reasoning.encrypted_content" in params.get("include", ()):
        raise bad_request("Encrypted content is not supported with this model.", "include")


def check_combinations(params: Params) -> None:
    if params.get("background") and params.get("store") is False:
        raise bad_request("Background mode requires 'store' to be true.", "store")
    if "stream_options" in params and not params.get("stream"):
        message = "The 'stream_options' parameter is only allowed when 'stream' is enabled."
        raise bad_request(message, "stream_options")


def check_tool(tool: Tool, path: str) -> None:
    if tool["type"] == "function":
        check_function(tool, path)
        if tool.get("strict") and tool.get("parameters"):
            check_strict(tool["parameters"], f"function '{tool['name']}'", f"{path}.parameters", FUNCTION)
    elif tool["type"] == "custom":
        check_name(tool["name"], f"{path}.name")
    elif tool["type"] == "mcp":
        check_name(tool["server_label"], f"{path}.server_label")
        if not any(tool.get(name) for name in ("server_url", "connector_id", "tunnel_id")):
            raise missing(f"{path}.server_url")
    elif tool["type"] == "code_interpreter" and isinstance(tool["container"], str):
        raise APIError(404, f"Container with id '{tool['container']}' not found.", param=f"{path}.container")


def check_choice(choice: Any, tools: list[Tool]) -> None:
    if choice in (None, "auto", "none"):
        return
    if choice == "required":
        if not tools:
            raise bad_request(
                "Tool choice 'required' must be specified with 'tools' parameter.", "tool_choice"
            )
        return
    wanted = choice["tools"] if choice["type"] == "allowed_tools" else [choice]
    for one in wanted:
        if not any(matches(tool, one) for tool in tools):
            name = one.get("name") or one.get("server_label") or one["type"]
            raise bad_request(f"Tool choice '{name}' not found in 'tools' parameter.", "tool_choice")


def check_format(wanted: dict[str, Any], context: Context) -> None:
    if wanted["type"] == "json_object" and not any("json" in turn.text.lower() for turn in context.turns()):
        raise bad_request(
            "Response input messages must contain the word 'json' in some form "
            "to use 'text.format' of type 'json_object'.",
            "input",
        )
    if wanted["type"] == "json_schema":
        check_name(wanted["name"], "text.format.name")
        where, path = f"response_format '{wanted['name']}'", "text.format.schema"
        check_schema(wanted["schema"], where, path, BAD_SCHEMA)
        if wanted.get("strict"):
            check_strict(wanted["schema"], where, path, BAD_SCHEMA)
