import json

import pytest

WEATHER = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "description": "Current weather in a city",
        "parameters": {
            "type": "object",
            "properties": {
                "city": {"type": "string"},
                "unit": {"type": "string", "enum": ["celsius", "fahrenheit"]},
            },
            "required": ["city", "unit"],
            "additionalProperties": False,
        },
    },
}
CLOCK = {"type": "function", "function": {"name": "clock", "description": "The time of day"}}
CUSTOM = {"type": "custom", "custom": {"name": "shell", "description": "Run a command"}}
FORCED = {"type": "function", "function": {"name": "get_weather"}}


def names(message):
    return [call[call["type"]]["name"] for call in message.get("tool_calls", ())]


async def test_calls_the_tool_that_the_prompt_is_about(chat):
    answer = await chat("What is the weather in Oslo, in fahrenheit?", tools=[WEATHER, CLOCK])
    assert answer.json["choices"][0]["finish_reason"] == "tool_calls"
    assert answer.message["content"] is None
    [call] = answer.message["tool_calls"]
    assert json.loads(call["function"]["arguments"]) == {"city": "Oslo", "unit": "fahrenheit"}


async def test_answers_in_words_when_no_tool_fits(chat):
    message = (await chat("Hello!", tools=[WEATHER])).message
    assert names(message) == []
    assert message["content"]


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ("none", []),
        ("required", ["get_weather"]),
        (FORCED, ["get_weather"]),
        ({"type": "allowed_tools", "allowed_tools": {"mode": "required", "tools": [CLOCK]}}, ["clock"]),
        ({"type": "custom", "custom": {"name": "shell"}}, ["shell"]),
    ],
)
async def test_honours_the_tool_choice(chat, choice, expected):
    message = (await chat("Hello!", tools=[WEATHER, CLOCK, CUSTOM], tool_choice=choice)).message
    assert names(message) == expected


async def test_calls_in_parallel_unless_told_not_to(chat):
    prompt = "Compare the weather in Paris and London"
    calls = (await chat(prompt, tools=[WEATHER])).message["tool_calls"]
    assert {json.loads(c["function"]["arguments"])["city"] for c in calls} == {"Paris", "London"}
    alone = await chat(prompt, tools=[WEATHER], parallel_tool_calls=False)
    assert len(alone.message["tool_calls"]) == 1


async def test_streams_arguments_in_pieces_by_index(chat):
    answer = await chat("Weather in Paris and London", tools=[WEATHER], stream=True)
    arguments: dict[int, str] = {}
    opened = []
    for event in answer.events:
        for part in event["choices"][0]["delta"].get("tool_calls", ()):
            opened += [part["id"]] if "id" in part else []
            arguments[part["index"]] = arguments.get(part["index"], "") + part["function"]["arguments"]
    assert len(set(opened)) == 2
    assert {json.loads(value)["city"] for value in arguments.values()} == {"Paris", "London"}
    assert answer.events[-1]["choices"][0]["finish_reason"] == "tool_calls"


async def test_calls_a_function_the_old_way(chat):
    function = WEATHER["function"]
    answer = await chat("Hi", functions=[function], function_call={"name": "get_weather"})
    assert answer.json["choices"][0]["finish_reason"] == "function_call"
    assert set(json.loads(answer.message["function_call"]["arguments"])) == {"city", "unit"}
    streamed = await chat("Hi", functions=[function], function_call={"name": "get_weather"}, stream=True)
    pieces = [e["choices"][0]["delta"].get("function_call", {}).get("arguments", "") for e in streamed.events]
    assert json.loads("".join(pieces))


@pytest.mark.parametrize("result", ['{"celsius": 21, "sky": "clear"}', "[1, 2]", "sunny", "", "true", "{"])
async def test_answers_with_the_result_of_a_tool(chat, result):
    call = {"id": "call_1", "type": "function", "function": {"name": "get_weather", "arguments": "{}"}}
    messages = [
        {"role": "user", "content": "Weather in Oslo?"},
        {"role": "assistant", "tool_calls": [call]},
        {"role": "tool", "tool_call_id": "call_1", "content": result},
    ]
    answer = await chat(messages, tools=[WEATHER])
    assert "get_weather" in answer.text
    if "celsius" in result:
        assert "21" in answer.text
        assert "clear" in answer.text


async def test_wants_every_call_answered(chat):
    call = {"id": "call_1", "type": "function", "function": {"name": "f", "arguments": "{}"}}
    answer = await chat([{"role": "assistant", "tool_calls": [call]}, {"role": "user", "content": "and?"}])
    assert answer.status == 400
    assert "call_1" in answer.error["message"]


async def test_refuses_a_schema_that_would_take_long_to_check(chat):
    fields = {f"field_{position}": {"type": "integer"} for position in range(2500)}
    vast = {"name": "vast", "parameters": {"type": "object", "properties": fields}}
    answer = await chat(tools=[{"type": "function", "function": vast}])
    assert answer.status == 400
    assert answer.error["code"] == "invalid_function_parameters"
    assert "5000 values" in answer.error["message"]
