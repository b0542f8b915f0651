"""What parameters demand of each other and of the model, after each was found well-formed by itself."""

from typing import Any

from ..audio import voices
from ..catalog import Model
from ..errors import bad_request, unsupported_parameter, unsupported_value
from ..parameters import missing
from ..schema_rules import check_function
from .formats import check_response_format
from .messages import check_conversation

Params = dict[str, Any]
# What reasoning models refuse, unless it says what they do anyway.
NOT_REASONING: dict[str, Any] = {
    "temperature": 1,
    "top_p": 1,
    "frequency_penalty": 0,
    "presence_penalty": 0,
    "logprobs": False,
    "top_logprobs": None,
    "logit_bias": {},
    "stop": None,
}


def check(params: Params, model: Model) -> None:
    """Raise the API's 400 for the first thing that does not fit. `params` holds no nulls."""
    check_model(params, model)
    check_conversation(params["messages"])
    check_combinations(params)
    check_audio(params)
    check_tools(params)
    check_response_format(params)


def check_model(params: Params, model: Model) -> None:
    if model.reasons:
        if "max_tokens" in params:
            raise unsupported_parameter("max_tokens", "Use 'max_completion_tokens' instead.")
        for name, neutral in NOT_REASONING.items():
            if name in params and params[name] != neutral:
                raise unsupported_parameter(name)
    elif model.familiar and "reasoning_effort" in params:
        message = "Unrecognized request argument supplied: reasoning_effort"
        raise bad_request(message, "reasoning_effort", "unsupported_parameter")


def check_combinations(params: Params) -> None:
    if "max_tokens" in params and "max_completion_tokens" in params:
        raise bad_request(
            "Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported.",
            "max_tokens",
            "invalid_parameter_combination",
        )
    if "stream_options" in params and not params.get("stream"):
        message = "The 'stream_options' parameter is only allowed when 'stream' is enabled."
        raise bad_request(message, "stream_options")
    if "top_logprobs" in params and not params.get("logprobs"):
        message = "The 'top_logprobs' parameter is only allowed when 'logprobs' is enabled."
        raise bad_request(message, "top_logprobs")
    if params.get("metadata") and not params.get("store"):
        message = "The 'metadata' parameter is only allowed when 'store' is enabled."
        raise bad_request(message, "metadata")
    for token in params.get("logit_bias", ()):
        if not token.isdigit():
            raise bad_request(
                f"Invalid key in 'logit_bias': {token}. Keys are token IDs.", "logit_bias", "invalid_value"
            )


def check_audio(params: Params) -> None:
    if "audio" not in params.get("modalities", ()):
        return
    if "audio" not in params:
        raise missing("audio")
    voice = params["audio"]["voice"]
    voices.find(voice if isinstance(voice, str) else voice["id"], "audio.voice")
    if params.get("stream") and params["audio"]["format"] != "pcm16":
        raise unsupported_value("audio.format", params["audio"]["format"], "'pcm16' when stream=true")


def check_tools(params: Params) -> None:
    for name in ("tool_choice", "parallel_tool_calls"):
        if name in params and "tools" not in params:
            raise bad_request(f"'{name}' is only allowed when 'tools' are specified.", name)
    if "function_call" in params and "functions" not in params:
        raise bad_request("'function_call' is only allowed when 'functions' are specified.", "function_call")
    if "functions" in params and "tools" in params:
        raise bad_request("'functions' and 'tools' cannot be used together.", "functions")
    for position, tool in enumerate(params.get("tools", ())):
        check_function(tool[tool["type"]], f"tools[{position}].{tool['type']}")
    for position, function in enumerate(params.get("functions", ())):
        check_function(function, f"functions[{position}]")
    names = {tool[tool["type"]]["name"] for tool in params.get("tools", ())}
    names |= {function["name"] for function in params.get("functions", ())}
    for name in ("tool_choice", "function_call"):
        wanted = chosen_name(params.get(name))
        if wanted is not None and wanted not in names:
            raise bad_request(f"Tool choice '{wanted}' not found in 'tools' parameter.", name)


def chosen_name(choice: Any) -> str | None:
    if not isinstance(choice, dict) or choice.get("type") == "allowed_tools":
        return None
    return str(choice.get(choice.get("type"), choice)["name"])
