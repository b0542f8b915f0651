import base64
import random

import pytest

from playground.openai.errors import MalformedAnswer
from playground.openai.streams import ChatCompletionStream, GrowingText

HEAD = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": "m"}


def chunk(*deltas, index=0, finish_reason=None, **fields):
    return [
        {**HEAD, "choices": [{"index": index, "delta": delta, "finish_reason": finish_reason}], **fields}
        for delta in deltas
    ]


def folded(chunks, expected=1):
    stream = ChatCompletionStream(expected)
    for data in chunks:
        stream.feed(data)
    return stream


def message(*deltas):
    return folded(chunk(*deltas)).result()["choices"][0]["message"]


def test_folds_into_the_object_that_comes_without_streaming():
    usage = {"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3}
    stream = folded(
        [
            *chunk(
                {"role": "assistant", "content": "", "refusal": None},
                system_fingerprint="fp",
                obfuscation="x",
            ),
            *chunk({"content": "Hel"}, {"content": "lo"}, service_tier="default", obfuscation="x"),
            *chunk({}, finish_reason="stop"),
            {**HEAD, "choices": [], "usage": usage},
        ]
    )
    assert stream.result() == {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": "m",
        "system_fingerprint": "fp",
        "service_tier": "default",
        "choices": [
            {
                "index": 0,
                "message": {"role": "assistant", "content": "Hello", "refusal": None},
                "logprobs": None,
                "finish_reason": "stop",
            }
        ],
        "usage": usage,
    }


def test_is_done_with_a_finish_reason():
    stream = folded(chunk({"content": "a"}))
    assert not stream.done
    stream.feed(chunk({}, finish_reason="length")[0])
    assert stream.done


def test_is_done_with_the_done_event():
    stream = folded(chunk({"content": "a"}))
    stream.feed("[DONE]")
    assert stream.done


def test_is_not_done_before_every_choice_is():
    first, second = chunk({}, index=0, finish_reason="stop"), chunk({}, index=1, finish_reason="stop")
    assert not folded(first, expected=2).done
    assert folded(first + second, expected=2).done


def test_keeps_interleaved_choices_apart():
    chunks = [
        *chunk({"content": "a1 "}, index=1),
        *chunk({"content": "a0 "}, index=0),
        *chunk({"content": "b1"}, index=1),
        *chunk({"content": "b0"}, index=0),
    ]
    choices = folded(chunks).result()["choices"]
    assert [choice["message"]["content"] for choice in choices] == ["a0 b0", "a1 b1"]


def test_joins_tool_calls_by_index():
    def piece(index, **fields):
        return {"tool_calls": [{"index": index, **fields}]}

    found = message(
        piece(0, id="call_a", type="function", function={"name": "f", "arguments": ""}),
        piece(1, id="call_b", type="function", function={"name": "g", "arguments": '{"y"'}),
        piece(0, function={"arguments": '{"x": '}),
        piece(1, function={"arguments": ": 2}"}, extra_content={"sign": "s"}),
        piece(0, function={"arguments": "1}"}),
    )
    assert found["content"] is None
    assert found["tool_calls"] == [
        {"id": "call_a", "type": "function", "function": {"name": "f", "arguments": '{"x": 1}'}},
        {
            "id": "call_b",
            "type": "function",
            "function": {"name": "g", "arguments": '{"y": 2}'},
            "extra_content": {"sign": "s"},
        },
    ]


@pytest.mark.parametrize("index", [{}, {"index": 0}])
def test_tells_whole_tool_calls_apart_by_id(index):
    found = message(
        {"tool_calls": [{**index, "id": "a", "function": {"name": "f", "arguments": {"x": 1}}}]},
        {"tool_calls": [{**index, "id": "b", "function": {"name": "g", "arguments": "{}"}}]},
    )
    assert [call["id"] for call in found["tool_calls"]] == ["a", "b"]
    assert found["tool_calls"][0]["function"]["arguments"] == '{"x": 1}'


def test_joins_pieces_without_index_or_id_to_the_last_call():
    found = message(
        {"tool_calls": [{"function": {"name": "f", "arguments": "{"}}]},
        {"tool_calls": [{"function": {"arguments": "}"}}]},
    )
    assert found["tool_calls"] == [
        {"id": "", "type": "function", "function": {"name": "f", "arguments": "{}"}}
    ]


def test_joins_the_input_of_a_custom_tool():
    found = message(
        {
            "tool_calls": [
                {"index": 0, "id": "a", "type": "custom", "custom": {"name": "sql", "input": "SEL"}}
            ]
        },
        {"tool_calls": [{"custom": {"input": "ECT"}}]},
    )
    assert found["tool_calls"] == [
        {"id": "a", "type": "custom", "custom": {"name": "sql", "input": "SELECT"}}
    ]


def test_joins_a_function_call():
    found = message({"function_call": {"name": "f", "arguments": "{"}}, {"function_call": {"arguments": "}"}})
    assert found["function_call"] == {"name": "f", "arguments": "{}"}


def test_joins_refusal_and_reasoning():
    found = message(
        {"reasoning_content": "hm", "reasoning": "hm"},
        {"reasoning_content": "m"},
        {"refusal": "n"},
        {"refusal": "o"},
    )
    assert (found["refusal"], found["reasoning_content"], found["content"]) == ("no", "hmm", None)
    assert "reasoning" not in found


def test_joins_audio_also_when_each_piece_is_padded():
    parts = [b"a", b"bc", b"d"]
    deltas = [{"audio": {"data": base64.b64encode(part).decode(), "transcript": "t"}} for part in parts]
    audio = message({"audio": {"id": "audio_1"}}, *deltas, {"audio": {"expires_at": 9}})["audio"]
    assert base64.b64decode(audio["data"]) == b"abcd"
    assert (audio["id"], audio["transcript"], audio["expires_at"]) == ("audio_1", "ttt", 9)


def test_extends_logprobs_and_annotations():
    chunks = chunk({"content": "a", "annotations": [{"n": 1}]}, {"content": "b", "annotations": [{"n": 2}]})
    for number, data in enumerate(chunks):
        data["choices"][0]["logprobs"] = {"content": [{"token": str(number)}], "refusal": None}
    choice = folded(chunks).result()["choices"][0]
    assert choice["logprobs"] == {"content": [{"token": "0"}, {"token": "1"}], "refusal": None}
    assert choice["message"]["annotations"] == [{"n": 1}, {"n": 2}]


def test_keeps_what_it_does_not_know():
    deltas = [{"content": "a", "mood": "gl", "deep": {"text": "x"}}, {"mood": "ad", "deep": {"text": "y"}}]
    chunks = chunk(*deltas, provider="p")
    chunks[0]["choices"][0]["stop_reason"] = 7
    result = folded(chunks).result()
    assert result["provider"] == "p"
    assert result["choices"][0]["stop_reason"] == 7
    assert result["choices"][0]["message"] == {
        "role": "assistant",
        "content": "a",
        "mood": "glad",
        "deep": {"text": "xy"},
    }


def test_takes_chunks_without_id_usage_or_index():
    stream = folded([{"choices": [{"delta": {"content": "a"}}]}, {"choices": None, "usage": None}])
    (choice,) = stream.result()["choices"]
    assert choice["message"] == {"role": "assistant", "content": "a"}
    assert "usage" not in stream.result()


@pytest.mark.parametrize(
    "data",
    [
        {"choices": 5},
        {"choices": ["x"]},
        {"choices": [{"delta": {"tool_calls": 5}}]},
        {"choices": [{"index": [1]}]},
        [],
    ],
)
def test_refuses_what_is_no_chunk(data):
    with pytest.raises(MalformedAnswer):
        ChatCompletionStream().feed(data)


def test_gives_a_reader_only_what_is_new():
    parts = [random.choice(["", "a", "bc", "def"]) for _ in range(50)]
    text, seen = GrowingText(), ""
    for part in parts:
        text.append(part)
        if random.random() < 0.3:
            seen += text.since(len(seen))
    seen += text.since(len(seen))
    assert seen == str(text) == "".join(parts)
    assert all(text.since(position) == seen[position:] for position in range(len(seen) + 2))


def test_offers_the_growing_text_of_a_choice():
    choice = folded(chunk({"content": "Hel"}, {"content": "lo"})).choices[0]
    assert choice.content_length == 5
    assert choice.text_since(3) == "lo"
    assert choice.content_parts == ["Hel", "lo"]
