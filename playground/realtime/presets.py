"""Starting points for a session's structured parameters."""

TOOLS = {
    "get_weather": [
        {
            "type": "function",
            "name": "get_weather",
            "description": "The weather in a city today",
            "parameters": {
                "type": "object",
                "properties": {"city": {"type": "string"}},
                "required": ["city"],
            },
        }
    ]
}
TOOL_CHOICE = {
    "auto": "auto",
    "none": "none",
    "required": "required",
    "named": {"type": "function", "name": "get_weather"},
}
TRACING = {"auto": "auto", "named": {"workflow_name": "playground", "group_id": "", "metadata": {}}}
TRUNCATION = {
    "auto": "auto",
    "disabled": "disabled",
    "ratio": {"type": "retention_ratio", "retention_ratio": 0.8},
}
PROMPT = {"stored prompt": {"id": "pmpt_", "variables": {}}}
