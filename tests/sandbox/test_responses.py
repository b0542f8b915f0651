import json

import pytest

from .responding import SCHEMA, WEATHER, events_of, kinds, output_text

pytestmark = pytest.mark.django_db(transaction=True)


async def test_says_exactly_what_it_is_told(respond):
    exact = "Ünïcode – 東京 👩‍🚀\n\n\t| a | b |\u2028end "
    assert output_text((await respond(f"say exactly: {exact}")).json) == exact
    streamed = events_of(await respond(f"say exactly: {exact}", stream=True))
    assert "".join(event.get("delta", "") for event in streamed) == exact


async def test_shows_every_parameter_as_it_counts(respond):
    made = (await respond(reasoning={"effort": "low"}, tools=[WEATHER], temperature=0.5, user="me")).json
    assert made["object"] == "response"
    assert made["tool_choice"] == "auto"
    assert made["parallel_tool_calls"] is True
    assert made["text"] == {"format": {"type": "text"}, "verbosity": "medium"}
    assert made["reasoning"]["effort"] == "low"
    assert (made["temperature"], made["top_p"], made["user"]) == (0.5, 1.0, "me")
    assert made["tools"][0]["description"] is None
    assert made["usage"]["total_tokens"] == made["usage"]["input_tokens"] + made["usage"]["output_tokens"]


async def test_keeps_the_secrets_of_a_tool_to_itself(respond):
    secret = {"type": "mcp", "server_label": "x", "server_url": "http://x", "authorization": "secret"}
    answer = await respond(tools=[{**secret, "headers": {"x-key": "secret"}}])
    assert b"secret" not in answer.content


@pytest.mark.parametrize("stream", [False, True])
async def test_repeats_itself_at_temperature_0(respond, stream):
    texts = set()
    for _ in range(3):
        answer = await respond(temperature=0, stream=stream)
        texts.add(output_text(events_of(answer)[-1]["response"] if stream else answer.json))
    assert len(texts) == 1
    assert len({output_text((await respond()).json) for _ in range(6)}) > 1


async def test_stops_at_a_limit(respond):
    made = (await respond(max_output_tokens=16)).json
    assert made["status"] == made["output"][0]["status"] == "incomplete"
    assert made["incomplete_details"] == {"reason": "max_output_tokens"}
    assert made["usage"]["output_tokens"] == 16
    events = events_of(await respond(max_output_tokens=16, stream=True))
    assert events[-1]["type"] == "response.incomplete"


async def test_can_spend_all_on_thinking(respond):
    made = (await respond(model="sandbox-reasoning", max_output_tokens=64, reasoning={"effort": "high"})).json
    assert kinds(made) == ["reasoning"]
    assert made["status"] == "incomplete"
    assert made["usage"]["output_tokens_details"]["reasoning_tokens"] == 64


async def test_reasons_in_summaries_where_asked(respond):
    made = (await respond(model="sandbox-reasoning")).json
    assert made["output"][0]["summary"] == []
    assert "encrypted_content" not in made["output"][0]
    answer = await respond(
        model="o4-mini",
        reasoning={"effort": "minimal", "summary": "auto"},
        include=["reasoning.encrypted_content"],
    )
    assert len(answer.json["output"][0]["summary"]) == 1
    assert answer.json["output"][0]["encrypted_content"]
    assert kinds((await respond(model="gpt-5", reasoning={"effort": "none"})).json) == ["message"]


async def test_rates_its_tokens_where_asked(respond):
    made = (
        await respond("say exactly: a b c", include=["message.output_text.logprobs"], top_logprobs=2)
    ).json
    rated = made["output"][0]["content"][0]["logprobs"]
    assert [token["token"] for token in rated] == ["a", " b", " c"]
    assert all(len(token["top_logprobs"]) == 2 for token in rated)


async def test_answers_in_a_schema(respond):
    wanted = {"type": "json_schema", "name": "place", "schema": SCHEMA, "strict": True}
    assert json.loads(output_text((await respond("Go to Lisbon", text={"format": wanted})).json)) == {
        "city": "Lisbon"
    }
    free = (await respond("some json about cats", text={"format": {"type": "json_object"}})).json
    assert json.loads(output_text(free))["sandbox"] is True
    impossible = {**wanted, "schema": {"not": {}}, "strict": False}
    part = (await respond("x", text={"format": impossible})).json["output"][0]["content"][0]
    assert part["type"] == "refusal"


async def test_looks_at_what_came_with_the_last_message(respond):
    parts = [
        {"type": "input_text", "text": "What is this?"},
        {"type": "input_image", "image_url": "https://example.com/a.png"},
        {"type": "input_file", "filename": "a.txt", "file_data": "data:text/plain;base64,b25lIHR3bw=="},
        {"type": "input_file", "file_url": "https://example.com/b.pdf"},
    ]
    text = output_text((await respond([{"role": "user", "content": parts}])).json)
    assert "example.com" in text
    assert "2 words" in text


async def test_takes_every_kind_of_earlier_item(respond):
    items = [
        {"role": "developer", "content": "Be kind"},
        {"type": "message", "role": "user", "content": [{"type": "input_text", "text": "first"}]},
        {"role": "assistant", "content": "one", "phase": "commentary"},
        {"role": "assistant", "content": [{"type": "refusal", "refusal": "no"}]},
        {
            "type": "message",
            "id": "msg_1",
            "status": "completed",
            "role": "assistant",
            "content": [{"type": "output_text", "text": "two", "annotations": [], "logprobs": []}],
        },
        {"type": "reasoning", "id": "rs_1", "summary": [], "encrypted_content": "x"},
        {"type": "web_search_call", "id": "ws_1", "status": "completed", "action": {"type": "search"}},
        {"type": "custom_tool_call", "call_id": "c", "name": "shell", "input": "ls"},
        {
            "type": "custom_tool_call_output",
            "call_id": "c",
            "output": [{"type": "input_text", "text": "files"}],
        },
        {"type": "image_generation_call", "id": "ig_1", "status": "completed", "result": "x"},
        {"type": "local_shell_call", "id": "l", "call_id": "d", "action": {}, "status": "completed"},
        {"role": "user", "content": "what did I say so far?"},
    ]
    text = output_text((await respond(items)).json)
    assert "“first”" in text


async def test_shortens_what_is_too_long_only_if_told(respond):
    items = [{"role": "user", "content": "word " * 70_000}] * 2 + [
        {"role": "user", "content": "say exactly: ok"}
    ]
    refused = await respond(items)
    assert (refused.status, refused.error["code"]) == (400, "context_length_exceeded")
    made = (await respond(items, truncation="auto", instructions="Be kind")).json
    assert output_text(made) == "ok"
    assert 70_000 < made["usage"]["input_tokens"] <= 128_000
    assert (await respond("word " * 200_000, truncation="auto")).status == 400
