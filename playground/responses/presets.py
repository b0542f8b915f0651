"""Starting points for the structured parameters of a response."""

WEATHER = {
    "type": "function",
    "name": "get_weather",
    "description": "The weather in a city today",
    "parameters": {
        "type": "object",
        "properties": {
            "city": {"type": "string"},
            "unit": {"type": "string", "enum": ["celsius", "fahrenheit"]},
        },
        "required": ["city", "unit"],
        "additionalProperties": False,
    },
    "strict": True,
}
SCHEMA = {
    "type": "json_schema",
    "name": "answer",
    "strict": True,
    "schema": {
        "type": "object",
        "properties": {"title": {"type": "string"}, "points": {"type": "array", "items": {"type": "string"}}},
        "required": ["title", "points"],
        "additionalProperties": False,
    },
}

REASONING = {
    "low": {"effort": "low"},
    "with summary": {"effort": "medium", "summary": "auto"},
    "high": {"effort": "high", "summary": "detailed"},
}
TEXT = {
    "text": {"format": {"type": "text"}},
    "json_object": {"format": {"type": "json_object"}},
    "json_schema": {"format": SCHEMA},
}
TOOLS = {
    "function": [WEATHER],
    "web_search": [{"type": "web_search"}],
    "code_interpreter": [{"type": "code_interpreter", "container": {"type": "auto"}}],
}
TOOL_CHOICE = {
    "auto": "auto",
    "none": "none",
    "required": "required",
    "function": {"type": "function", "name": "get_weather"},
    "web_search": {"type": "web_search"},
    "allowed_tools": {"type": "allowed_tools", "mode": "auto", "tools": [{"type": "web_search"}]},
}
STREAM_OPTIONS = {"no obfuscation": {"include_obfuscation": False}}
PROMPT = {"prompt": {"id": "pmpt_…", "version": "1", "variables": {"city": "Lisbon"}}}
CONTEXT_MANAGEMENT = {"compaction": [{"type": "compaction", "compact_threshold": 100_000}]}
MODERATION = {"omni-moderation-latest": {"model": "omni-moderation-latest"}}
PROMPT_CACHE_OPTIONS = {"30m": {"ttl": "30m"}}

INCLUDES = (
    "file_search_call.results",
    "message.input_image.image_url",
    "computer_call_output.output.image_url",
    "web_search_call.action.sources",
    "code_interpreter_call.outputs",
    "reasoning.encrypted_content",
    "message.output_text.logprobs",
)
