"""Starting points for the structured parameters of a chat completion."""

WEATHER = {
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
}
SCHEMA = {
    "name": "answer",
    "strict": True,
    "schema": {
        "type": "object",
        "properties": {"title": {"type": "string"}, "points": {"type": "array", "items": {"type": "string"}}},
        "required": ["title", "points"],
        "additionalProperties": False,
    },
}

AUDIO = {"mp3": {"voice": "alloy", "format": "mp3"}, "wav": {"voice": "alloy", "format": "wav"}}
RESPONSE_FORMAT = {
    "text": {"type": "text"},
    "json_object": {"type": "json_object"},
    "json_schema": {"type": "json_schema", "json_schema": SCHEMA},
}
TOOLS = {
    "function": [{"type": "function", "function": {**WEATHER, "strict": True}}],
    "custom": [{"type": "custom", "custom": {"name": "write_code", "description": "Runs Python code"}}],
}
TOOL_CHOICE = {
    "auto": "auto",
    "none": "none",
    "required": "required",
    "function": {"type": "function", "function": {"name": "get_weather"}},
    "allowed_tools": {
        "type": "allowed_tools",
        "allowed_tools": {
            "mode": "auto",
            "tools": [{"type": "function", "function": {"name": "get_weather"}}],
        },
    },
}
WEB_SEARCH_OPTIONS = {
    "default": {},
    "location": {
        "search_context_size": "medium",
        "user_location": {"type": "approximate", "approximate": {"country": "GB", "city": "London"}},
    },
}
PREDICTION = {"content": {"type": "content", "content": "The text you expect"}}
STREAM_OPTIONS = {
    "include_usage": {"include_usage": True},
    "no obfuscation": {"include_usage": True, "include_obfuscation": False},
}
MODERATION = {"omni-moderation-latest": {"model": "omni-moderation-latest"}}
FUNCTIONS = {"function": [WEATHER]}
FUNCTION_CALL = {"auto": "auto", "none": "none", "named": {"name": "get_weather"}}
