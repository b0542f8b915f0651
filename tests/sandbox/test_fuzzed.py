import copy
from random import Random
from typing import Any

import pytest

CALL = {"id": "a", "type": "function", "function": {"name": "weather", "arguments": "{}"}}
SCHEMA = {
    "type": "object",
    "properties": {"a": {"type": "integer"}, "b": {"type": "array", "items": {"$ref": "#/properties/a"}}},
    "required": ["a"],
}
WEATHER = {"type": "function", "function": {"name": "weather", "parameters": SCHEMA}}
BODY = {
    "model": "sandbox-fast",
    "messages": [
        {"role": "system", "content": "Answer in json"},
        {
            "role": "user",
            "content": [{"type": "text", "text": "hi"}, {"type": "image_url", "image_url": {"url": "x"}}],
        },
        {"role": "assistant", "tool_calls": [CALL]},
        {"role": "tool", "tool_call_id": "a", "content": "{}"},
        {"role": "user", "content": "And the weather?"},
    ],
    "tools": [WEATHER, {"type": "custom", "custom": {"name": "shell"}}],
    "tool_choice": {"type": "allowed_tools", "allowed_tools": {"mode": "auto", "tools": [WEATHER]}},
    "response_format": {"type": "json_schema", "json_schema": {"name": "x", "schema": SCHEMA}},
    "prediction": {"type": "content", "content": "abc"},
    "audio": {"voice": "alloy", "format": "wav"},
    "web_search_options": {"user_location": {"type": "approximate", "approximate": {}}},
    "logprobs": True,
    "top_logprobs": 2,
    "stop": ["x"],
    "n": 2,
    "seed": 1,
    "max_tokens": 30,
    "modalities": ["text"],
    "logit_bias": {"5": 1},
    "stream": False,
    "moderation": {"model": "m"},
}
JUNK = [
    *(
        None,
        True,
        0,
        -1,
        3.5,
        1e308,
        10**30,
        "",
        "x",
        "\0",
        "auto",
        "required",
        "http://",
        "data:image/png;base64,",
    ),
    *([], {}, [None], [{}], [[]], ["a"] * 3, {"": ""}, {"type": None}, {"type": []}, {"type": "function"}),
    *({"$ref": "#/nope"}, {"type": "object", "properties": []}, {"type": "function", "function": None}),
]
EXTRA = ("foo", "type", "$ref", "minimum", "items", "name", "content")


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every (container, key) inside the value."""
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else []
    return [place for key in keys for place in [(value, key), *places(value[key])]]


def mutated(rng: Random, whole: dict[str, Any] = BODY) -> dict[str, Any]:
    """The whole body with up to three places spoiled."""
    body = copy.deepcopy(whole)
    for _ in range(rng.choice((1, 1, 2, 3))):
        container, key = rng.choice(places(body))
        chance = rng.random()
        if chance < 0.15:
            del container[key]
        elif chance < 0.25 and isinstance(container, dict):
            container[rng.choice(EXTRA)] = copy.deepcopy(rng.choice(JUNK))
        else:
            container[key] = copy.deepcopy(rng.choice(JUNK))
    return body


@pytest.mark.parametrize("seed", range(2))
async def test_never_fails_on_what_it_is_sent(call, seed):
    rng = Random(seed)
    for _ in range(60):
        body = mutated(rng)
        answer = await call("POST", "/chat/completions", body)
        assert answer.status in (200, 400, 404), body
