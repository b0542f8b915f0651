import base64
import io
import json

import pytest
from PIL import Image

from .responding import (
    CODE,
    FILES,
    FREE_MCP,
    MCP,
    PICTURE,
    SCREEN,
    SHELL,
    WEATHER,
    WEB,
    events_of,
    kinds,
    output_text,
)

pytestmark = pytest.mark.django_db(transaction=True)
LIMITS = {"type": "allowed_tools", "mode": "required", "tools": [{"type": "custom", "name": "shell"}]}


async def test_calls_a_function_that_the_prompt_is_about(respond):
    made = (await respond("What is the weather in Oslo?", tools=[WEATHER])).json
    [call] = made["output"]
    assert json.loads(call["arguments"]) == {"city": "Oslo"}
    assert kinds((await respond("Tell me a joke", tools=[WEATHER])).json) == ["message"]


async def test_calls_in_parallel_unless_told_not_to(respond):
    prompt = "Weather in Paris and in London"
    assert len((await respond(prompt, tools=[WEATHER])).json["output"]) == 2
    assert len((await respond(prompt, tools=[WEATHER], parallel_tool_calls=False)).json["output"]) == 1


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ("none", "message"),
        ("auto", "message"),
        ("required", "function_call"),
        ({"type": "function", "name": "get_weather"}, "function_call"),
        ({"type": "custom", "name": "shell"}, "custom_tool_call"),
        ({"type": "web_search_preview"}, "web_search_call"),
        ({"type": "mcp", "server_label": "desk", "name": "read"}, "mcp_call"),
        (LIMITS, "custom_tool_call"),
        ({**LIMITS, "mode": "auto"}, "message"),
    ],
    ids=str,
)
async def test_honours_the_tool_choice(respond, choice, expected):
    tools = [WEATHER, SHELL, WEB, FREE_MCP]
    made = (await respond("Tell me a joke", tools=tools, tool_choice=choice)).json
    assert expected in kinds(made)
    assert made["tool_choice"] == choice


async def test_answers_with_what_a_function_returned(respond):
    call = (await respond("Weather in Oslo", tools=[WEATHER])).json
    result = {
        "type": "function_call_output",
        "call_id": call["output"][0]["call_id"],
        "output": '{"sky": "clear"}',
    }
    answer = await respond([result], previous_response_id=call["id"], tools=[WEATHER])
    assert "get_weather" in output_text(answer.json)
    assert "clear" in output_text(answer.json)
    unasked = await respond([{**result, "call_id": "other"}], previous_response_id=call["id"])
    assert (unasked.status, unasked.error["param"]) == (400, "input")
    unanswered = await respond("And now?", previous_response_id=call["id"])
    assert call["output"][0]["call_id"] in unanswered.error["message"]


@pytest.mark.parametrize(
    ("tool", "kind", "prompt"),
    [
        (WEB, "web_search_call", "Search the news about rivers"),
        (FILES, "file_search_call", "Look into my documents for rivers"),
        (CODE, "code_interpreter_call", "Compute the average of rivers"),
        (PICTURE, "image_generation_call", "Draw a picture of rivers"),
        (FREE_MCP, "mcp_call", "Ask the desk about rivers"),
    ],
    ids=lambda value: str(value)[:20],
)
async def test_simulates_the_tools_of_the_api_and_says_so(respond, tool, kind, prompt):
    made = (await respond(prompt, tools=[tool])).json
    assert kinds(made)[-2:] == [kind, "message"]
    assert any(word in output_text(made) for word in ("simulated", "painted by the sandbox"))
    assert kinds((await respond("Hello!", tools=[tool])).json)[-1] == "message"
    streamed = events_of(await respond(prompt, tools=[tool], stream=True))
    family = [event["type"] for event in streamed if f".{kind}." in event["type"]]
    assert family[0] == f"response.{kind}.in_progress"
    assert family[-1] == f"response.{kind}.completed"


async def test_cites_what_it_did_not_find(respond):
    made = (await respond("Search the web and my files for rivers", tools=[WEB, FILES])).json
    part = made["output"][-1]["content"][0]
    url, file = part["annotations"]
    assert part["text"][url["start_index"] : url["end_index"]] == "[example.com](https://example.com/sandbox)"
    assert file["filename"] in part["text"][: file["index"]]


@pytest.mark.parametrize(
    ("tool", "path", "include"),
    [
        (FILES, lambda item: item["results"], "file_search_call.results"),
        (CODE, lambda item: item["outputs"], "code_interpreter_call.outputs"),
        (WEB, lambda item: item["action"].get("sources"), "web_search_call.action.sources"),
    ],
)
async def test_shows_findings_only_where_asked(call, respond, tool, path, include):
    made = (await respond("x", tools=[tool], tool_choice="required")).json
    assert not path(made["output"][0])
    kept = await call("GET", f"/responses/{made['id']}", query={"include[]": include})
    assert path(kept.json["output"][0])


async def test_paints_a_picture(respond):
    painted = {**PICTURE, "size": "1536x1024", "output_format": "jpeg"}
    events = events_of(await respond("Draw the sea", tools=[painted], stream=True))
    partial = [e for e in events if e["type"] == "response.image_generation_call.partial_image"]
    assert [event["partial_image_index"] for event in partial] == [0, 1]
    item = events[-1]["response"]["output"][0]
    for picture in (*(event["partial_image_b64"] for event in partial), item["result"]):
        with Image.open(io.BytesIO(base64.b64decode(picture))) as image:
            assert (image.format, image.size) == ("JPEG", (1536, 1024))
    assert "partials" not in item


async def test_asks_before_it_calls_a_server(respond):
    made = (await respond("Use the desk", tools=[MCP])).json
    assert kinds(made) == ["mcp_list_tools", "mcp_approval_request"]
    answer = {
        "type": "mcp_approval_response",
        "approval_request_id": made["output"][1]["id"],
        "approve": True,
    }
    again = (await respond([answer], previous_response_id=made["id"], tools=[MCP])).json
    assert kinds(again) == ["mcp_call", "message"]
    refused = [{**answer, "approve": False}]
    assert kinds((await respond(refused, previous_response_id=made["id"], tools=[MCP])).json) == ["message"]


async def test_looks_at_the_screen_then_clicks_then_answers(respond):
    made = (await respond("Open the browser", tools=[SCREEN])).json
    actions = []
    while made["output"][-1]["type"] == "computer_call":
        actions.append(made["output"][-1]["action"]["type"])
        shot = {"type": "computer_screenshot", "image_url": "https://example.com/screen.png"}
        output = {"type": "computer_call_output", "call_id": made["output"][-1]["call_id"], "output": shot}
        made = (await respond([output], previous_response_id=made["id"], tools=[SCREEN])).json
    assert actions == ["screenshot", "click"]
    assert "screenshot" in output_text(made)


async def test_keeps_to_the_most_tool_calls(respond):
    tools = [WEB, FILES, CODE]
    made = (await respond("Search my files and compute", tools=tools, max_tool_calls=1)).json
    assert kinds(made) == ["web_search_call", "message"]


async def test_streams_arguments_and_inputs(respond):
    for tool, name, field in (
        (WEATHER, "function_call_arguments", "arguments"),
        (SHELL, "custom_tool_call_input", "input"),
    ):
        events = events_of(await respond("Weather, shell", tools=[tool], tool_choice="required", stream=True))
        pieces = [event["delta"] for event in events if event["type"] == f"response.{name}.delta"]
        [done] = [event for event in events if event["type"] == f"response.{name}.done"]
        assert "".join(pieces) == done[field] == events[-1]["response"]["output"][0][field]
