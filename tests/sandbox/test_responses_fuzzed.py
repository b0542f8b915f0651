from random import Random

import pytest

from .responding import CODE, FILES, MCP, SCHEMA, SCREEN, SHELL, WEATHER, WEB
from .test_fuzzed import JUNK, mutated

pytestmark = pytest.mark.django_db(transaction=True)
SHOT = {"type": "computer_screenshot", "image_url": "x"}
BODY = {
    "model": "sandbox-fast",
    "input": [
        {"role": "developer", "content": "Answer in json"},
        {"type": "message", "role": "user", "content": [{"type": "input_text", "text": "hi"}]},
        {"type": "function_call", "call_id": "a", "name": "get_weather", "arguments": "{}"},
        {"type": "function_call_output", "call_id": "a", "output": [{"type": "input_text", "text": "{}"}]},
        {"type": "custom_tool_call", "call_id": "b", "name": "shell", "input": "ls"},
        {"type": "custom_tool_call_output", "call_id": "b", "output": "x"},
        {"type": "reasoning", "id": "rs_1", "summary": [{"type": "summary_text", "text": "x"}]},
        {"type": "web_search_call", "id": "ws_1", "action": {"type": "search", "query": "x"}},
        {"type": "computer_call", "id": "cu_1", "call_id": "c", "action": {"type": "wait"}},
        {"type": "computer_call_output", "call_id": "c", "output": SHOT},
        {"type": "mcp_list_tools", "id": "m", "server_label": "desk", "tools": []},
        {"type": "mcp_approval_request", "id": "r", "server_label": "desk", "name": "n", "arguments": "{}"},
        {"type": "mcp_approval_response", "approval_request_id": "r", "approve": True},
        {
            "role": "assistant",
            "content": [{"type": "output_text", "text": "x", "annotations": [], "logprobs": []}],
        },
        {
            "role": "user",
            "content": [
                {"type": "input_text", "text": "Search my files, compute, open the desk and the weather"},
                {"type": "input_image", "image_url": "http://x", "detail": "low"},
                {"type": "input_file", "file_url": "http://x", "filename": "x"},
            ],
        },
    ],
    "tools": [WEATHER, SHELL, WEB, FILES, CODE, MCP, SCREEN],
    "tool_choice": {
        "type": "allowed_tools",
        "mode": "auto",
        "tools": [{"type": "mcp", "server_label": "desk"}],
    },
    "text": {
        "format": {"type": "json_schema", "name": "x", "schema": SCHEMA, "strict": False},
        "verbosity": "low",
    },
    "reasoning": {"effort": "low", "summary": "auto"},
    "include": ["message.output_text.logprobs"],
    "metadata": {"a": "b"},
    "instructions": "Be kind",
    "top_logprobs": 2,
    "max_output_tokens": 30,
    "max_tool_calls": 3,
    "stream": False,
    "background": False,
    "moderation": {"model": "m"},
}


@pytest.mark.parametrize("seed", range(3))
async def test_never_fails_on_what_it_is_sent(call, seed):
    rng = Random(seed)
    for _ in range(80):
        body = mutated(rng, BODY)
        answer = await call("POST", "/responses", body)
        assert answer.status in (200, 400, 404), body
        if answer.status == 200 and answer.content.startswith(b"{"):
            path = f"/responses/{answer.json['id']}"
            for read in (path, f"{path}/input_items"):
                assert (await call("GET", read)).status in (200, 404), body


async def test_never_fails_on_a_query(call, respond):
    made = (await respond()).json["id"]
    for value in JUNK:
        for name in ("include", "include[]", "stream", "starting_after", "limit", "order", "after"):
            for path in (f"/responses/{made}", f"/responses/{made}/input_items", f"/responses/resp_{value}"):
                answer = await call("GET", path.replace("\0", "%00"), query={name: str(value)})
                assert answer.status in (200, 400, 404), (path, name, value)


async def test_takes_the_whole_body(call):
    answer = await call("POST", "/responses", BODY)
    assert answer.status == 200, answer.content
