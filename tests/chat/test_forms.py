import gzip
import json

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string

from playground.chat.forms import ChatCompletionForm

API = set(
    """
    audio frequency_penalty function_call functions logit_bias logprobs max_completion_tokens max_tokens
    messages modalities model n parallel_tool_calls prediction presence_penalty reasoning_effort
    response_format seed stop store stream stream_options temperature tool_choice tools top_logprobs
    top_p web_search_options metadata service_tier verbosity safety_identifier prompt_cache_key
    prompt_cache_retention user moderation
    """.split()  # noqa: SIM905
)
HELLO = [{"role": "user", "content": "Hello"}]


def form_of(**typed):
    query = QueryDict(mutable=True)
    for name, value in {"model": "some-model", "messages": json.dumps(HELLO), **typed}.items():
        query.setlist(name, value if isinstance(value, list) else [value])
    return ChatCompletionForm(query)


def params_of(**typed):
    form = form_of(**typed)
    assert form.is_valid(), form.errors
    return form.request_params()


def errors_of(**typed):
    return {name: list(errors) for name, errors in form_of(**typed).errors.items()}


def test_declares_every_parameter_of_the_api():
    assert set(ChatCompletionForm().params) == API


def test_sends_a_message_written_in_the_composer_last():
    params = params_of(composer="And\r\nnow?")

    assert params["messages"] == [*HELLO, {"role": "user", "content": "And\nnow?"}]
    assert set(params) == {"model", "messages"}


def test_sends_the_composer_with_its_role_and_files():
    params = params_of(messages="", composer="Look", composer_role="developer", composer_files=["a", "b"])

    assert params["messages"] == [
        {
            "role": "developer",
            "content": [
                {"type": "text", "text": "Look"},
                {"type": "image_url", "image_url": {"url": "playground-file:a"}},
                {"type": "image_url", "image_url": {"url": "playground-file:b"}},
            ],
        }
    ]


def test_lets_the_view_say_what_attached_files_are():
    query = QueryDict("model=m&composer_files=a")
    form = ChatCompletionForm(query, composer_parts=lambda uuids: [{"type": "file", "file": uuids[0]}])

    assert form.is_valid()
    assert form.request_params()["messages"] == [{"role": "user", "content": [{"type": "file", "file": "a"}]}]


def test_answers_the_tool_call_that_is_still_open():
    calls = [{"id": "call_1"}, {"id": "call_2"}]
    messages = [
        {"role": "assistant", "content": None, "tool_calls": calls},
        {"role": "tool", "tool_call_id": "call_1", "content": "12"},
    ]
    params = params_of(messages=json.dumps(messages), composer="17", composer_role="tool")

    assert params["messages"][-1] == {"role": "tool", "content": "17", "tool_call_id": "call_2"}
    assert errors_of(composer="17", composer_role="tool") == {
        "composer": ["No tool call is waiting for an answer: choose another role"]
    }


@pytest.mark.parametrize("messages", ["", "[]"])
def test_asks_for_a_message_at_the_composer(messages):
    assert errors_of(messages=messages, composer=" ") == {
        "composer": ["Write a message: the conversation is empty"]
    }


@pytest.mark.parametrize(
    ("messages", "words"),
    [
        ("[", "messages is not JSON. Line 1, column 2: expected a value"),
        ("{}", "messages must be a list: [ … ]"),
        ('["hi"]', "Message 1 must be an object with a role and content"),
        ('[{"role":"user","content":"a"},{"content":"b"}]', "Message 2 needs a role, such as user"),
        ('[{"role":"user","content":1}]', "Message 1: content must be text or a list of parts"),
        (
            '[{"role":"user","content":[{"text":"a"}]}]',
            "Message 1, part 1 must be an object with a type, such as text",
        ),
        ('[{"role":"assistant","tool_calls":[1]}]', "Message 1: tool_calls must be a list of objects"),
        (
            '[{"role":"tool","content":"a"}]',
            "Message 1 answers a tool call: it needs that call's tool_call_id",
        ),
    ],
)
def test_names_the_message_to_mend(messages, words):
    assert errors_of(messages=messages) == {"messages": [words]}


def test_takes_an_assistant_message_that_only_calls_tools():
    message = {"role": "assistant", "content": None, "tool_calls": [{"id": "call_1"}]}

    assert params_of(messages=json.dumps([message]))["messages"] == [message]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"top_logprobs": "2"}, "top_logprobs"),
        ({"top_logprobs": "2", "logprobs": "false"}, "top_logprobs"),
        ({"stream_options": "{}"}, "stream_options"),
        ({"metadata": '{"k": "v"}', "store": "false"}, "metadata"),
        ({"modalities": '["text", "audio"]'}, "modalities"),
        ({"audio": '{"voice": "alloy"}'}, "audio"),
        ({"response_format": "{}"}, "response_format"),
        ({"tools": '[{"type": "function", "function": {}}]'}, "tools"),
        ({"tools": json.dumps([{"type": "custom"}] * 129)}, "tools"),
        ({"functions": "[{}]"}, "functions"),
    ],
)
def test_refuses_what_the_api_would_refuse_beside_its_field(typed, field):
    assert list(errors_of(**typed)) == [field]


def test_sends_unions_with_the_type_that_was_typed():
    params = params_of(
        stop="END",
        tool_choice="required",
        function_call='{"name": "f"}',
        modalities=["text", "audio"],
        audio='{"voice": {"id": "voice_1"}, "format": "wav"}',
    )

    assert params["stop"] == "END"
    assert params["tool_choice"] == "required"
    assert params["function_call"] == {"name": "f"}
    assert params["modalities"] == ["text", "audio"]
    assert params["audio"] == {"voice": {"id": "voice_1"}, "format": "wav"}
    assert params_of(stop=["a", "b"])["stop"] == ["a", "b"]
    assert params_of(stop='["a"]')["stop"] == ["a"]
    assert params_of(tool_choice='{"type": "function"}')["tool_choice"] == {"type": "function"}


def test_sends_false_and_zero():
    params = params_of(
        logprobs="false", temperature="0", seed="0", frequency_penalty="-2", web_search_options="{}"
    )

    assert (params["logprobs"], params["temperature"], params["seed"]) == (False, 0, 0)
    assert (params["frequency_penalty"], params["web_search_options"]) == (-2, {})


def test_stays_small_over_the_wire():
    html = render_to_string("params/panel.html", {"form": ChatCompletionForm()})

    assert len(html) < 60_000
    assert len(gzip.compress(html.encode())) < 10_000
