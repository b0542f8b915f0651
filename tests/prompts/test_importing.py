import json

import pytest

from playground.prompts import importing

HELLO = [{"role": "user", "content": "Hello"}]


def only(text: str):
    [[draft]] = importing.read(text)
    return draft


def test_reads_a_chat_body_in_the_order_of_the_form():
    draft = only(
        '{"model": "m", "temperature": 1.0, "future": 1, "messages": [{"role": "user", "content": "Hello"}]}'
    )
    assert json.dumps(draft.params) == json.dumps(
        {"messages": HELLO, "model": "m", "temperature": 1.0, "future": 1}
    )
    assert draft.name == "Hello"


def test_reads_a_body_for_responses():
    body = {
        "model": "m",
        "instructions": "Be brief.",
        "input": [
            {"role": "user", "content": [{"type": "input_text", "text": "Hi"}]},
            {"type": "function_call", "call_id": "c1", "name": "f", "arguments": "{}"},
            {"type": "function_call_output", "call_id": "c1", "output": "done"},
        ],
        "text": {"format": {"type": "json_schema", "name": "a", "schema": {}}, "verbosity": "low"},
        "reasoning": {"effort": "low"},
        "max_output_tokens": 20,
        "tools": [{"type": "function", "name": "f", "parameters": {}}, {"type": "web_search"}],
        "previous_response_id": "resp_1",
    }
    draft = only(json.dumps(body))
    call = {"id": "c1", "type": "function", "function": {"name": "f", "arguments": "{}"}}
    assert draft.params == {
        "messages": [
            {"role": "developer", "content": "Be brief."},
            {"role": "user", "content": "Hi"},
            {"role": "assistant", "tool_calls": [call]},
            {"role": "tool", "tool_call_id": "c1", "content": "done"},
        ],
        "model": "m",
        "reasoning_effort": "low",
        "verbosity": "low",
        "max_completion_tokens": 20,
        "response_format": {"type": "json_schema", "json_schema": {"name": "a", "schema": {}}},
        "tools": [{"type": "function", "function": {"name": "f", "parameters": {}}}],
    }
    assert "previous_response_id" in draft.note


@pytest.mark.parametrize("wrap", [lambda found: found, lambda found: {"prompt": found, "model": "m"}])
def test_reads_a_reference_to_a_prompt(wrap):
    found = {
        "id": "pmpt_123",
        "version": "2",
        "variables": {"city": "Lima", "p": {"type": "input_text", "text": "x"}},
    }
    draft = only(json.dumps(wrap(found)))
    assert draft.name == "pmpt_123"
    assert draft.examples == {"city": "Lima", "p": "x"}
    assert "{{city}}" in draft.params["messages"][0]["content"]
    assert "version 2" in draft.note


@pytest.mark.parametrize(
    "code",
    [
        'client.chat.completions.create(\n  model="m",\n  messages=[{"role": "user", "content": "Hello"}],\n)',
        "answer = await openai.chat.completions.create({\n  model: 'm', // which\n  messages: [\n"
        "    { role: 'user', content: `Hello` },\n  ],\n});",
        "{'model': 'm', 'messages': [{'role': 'user', 'content': 'Hello'}]}",
        "{model: 'm', messages: [{role: \"user\", content: 'Hel\\x6co',},],}".replace("\\x6c", "l"),
    ],
)
def test_reads_what_an_sdk_is_given_in_code(code):
    assert only(code).params == {"model": "m", "messages": HELLO}


def test_reads_a_list_of_messages_and_of_bodies():
    assert only(json.dumps(HELLO)).params == {"messages": HELLO}
    assert len(importing.read(json.dumps([{"messages": HELLO}, {"messages": HELLO}]))) == 2


def test_reads_lines_of_the_batch_api():
    line = {
        "custom_id": "row-1",
        "method": "POST",
        "url": "/v1/chat/completions",
        "body": {"messages": HELLO},
    }
    prompts = importing.read(json.dumps(line) + "\n\n" + json.dumps({"messages": HELLO}) + "\n")
    assert [drafts[0].name for drafts in prompts] == ["row-1", "Hello"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Paste a prompt"),
        ('{"messages": HELLO}', "Line 1, column 14"),
        ('{"model": "m"}', "expected messages"),
        ('{"messages": []}', "at least one message"),
        ('{"messages": [{"content": 1}]}', "message 1 must be"),
        ("12", "expected an object"),
        ('{"messages": [{"role": "user"}]}\n{"messages": 1}', "Line 2: expected messages"),
        ('{"messages": [{"role": "user"}]}\n\n{"messages": [}', "Line 3, column 15"),
        ('{"a": 1, }\n{"messages": [{"role": "user"}]}', "Line 1"),
        ("[" * 100_000, "nested too deeply"),
    ],
)
def test_says_in_which_line_something_is_wrong(text, words):
    with pytest.raises(importing.ImportTextError, match=words.replace("(", "\\(")):
        importing.read(text)


def test_takes_an_export_that_was_written_by_hand_in_another_order():
    body = {"model": "m", "temperature": 1, "messages": HELLO}
    text = json.dumps({"object": "playground.prompt", "name": "A", "versions": [{"body": body}]})
    assert list(only(text).params) == ["messages", "model", "temperature"]
