import json

import pytest

from playground.sandbox import token_ids


@pytest.fixture
def complete(call):
    """Create a completion of a prompt, with any parameters."""

    async def send(prompt="Once upon a time", *, model="sandbox-instruct", **params):
        return await call("POST", "/completions", {"model": model, "prompt": prompt, **params})

    return send


def texts(answer):
    return [choice["text"] for choice in answer.json["choices"]]


def joined(answer, index=0):
    choices = [c for event in answer.events for c in event["choices"] if c["index"] == index]
    return "".join(choice["text"] for choice in choices)


async def test_answers_with_sixteen_tokens_unless_asked_for_more(complete):
    answer = await complete()
    assert answer.json["object"] == "text_completion"
    assert answer.json["choices"][0]["finish_reason"] == "length"
    assert answer.json["usage"] == {"prompt_tokens": 4, "completion_tokens": 16, "total_tokens": 20}
    assert "sandbox" in texts(await complete(max_tokens=400))[0]


async def test_says_exactly_what_it_is_told(complete):
    for stream in (False, True):
        answer = await complete("say exactly: Grüße, 東京", stream=stream)
        assert (joined(answer) if stream else texts(answer)[0]) == "Grüße, 東京"


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        (["say exactly: a", "say exactly: b"], ["a", "a", "b", "b"]),
        ("say exactly: z", ["z", "z"]),
    ],
)
async def test_gives_n_choices_for_each_prompt(complete, prompt, expected):
    answer = await complete(prompt, n=2)
    assert texts(answer) == expected
    assert [choice["index"] for choice in answer.json["choices"]] == list(range(len(expected)))


async def test_reads_the_ids_of_single_bytes(complete):
    ids = [token_ids.BYTES.index(byte) for byte in "say exactly: é!".encode()]
    answer = await complete([ids, ids])
    assert texts(answer) == ["é!", "é!"]
    assert answer.json["usage"]["prompt_tokens"] == 2 * len(ids)
    assert texts(await complete(ids, echo=True)) == ["say exactly: é!é!"]


async def test_reads_other_ids_as_made_up_words_and_says_so(complete):
    answer = await complete([1212, 318, 1212, 50256], echo=True, max_tokens=60)
    one, other, again, *_ = texts(answer)[0].split()
    assert one == again.partition("<|")[0] != other
    assert "no tokenizer" in texts(answer)[0]


def test_gives_every_id_a_word_of_its_own():
    ids = range(256, 30_000)
    assert len({token_ids.invented(token) for token in ids}) == len(ids)


async def test_repeats_itself_only_with_a_seed(complete):
    first, again = [texts(await complete(seed=7, max_tokens=60)) for _ in range(2)]
    assert first == again
    assert joined(await complete(seed=7, max_tokens=60, stream=True)) == first[0]
    assert len({texts(await complete(max_tokens=60))[0] for _ in range(6)}) > 1


async def test_stops_before_a_stop_sequence(complete):
    answer = await complete("say exactly: one two three", stop=["three", " two"])
    assert answer.json["choices"][0]["text"] == "one"
    assert answer.json["choices"][0]["finish_reason"] == "stop"


async def test_leads_over_to_the_suffix(complete):
    answer = await complete("def add(a, b):\n", suffix="return total", n=20)
    for choice in answer.json["choices"]:
        assert choice["text"].endswith(" ")
        assert "sandbox" in choice["text"]
        assert choice["finish_reason"] == "stop"


async def test_rates_the_tokens_it_wrote(complete):
    answer = await complete("Tell me", logprobs=3, max_tokens=12)
    rated = answer.json["choices"][0]["logprobs"]
    assert "".join(rated["tokens"]) == texts(answer)[0]
    assert {len(value) for value in rated.values()} == {12}
    assert rated["text_offset"][:2] == [7, 7 + len(rated["tokens"][0])]
    for token, logprob, top in zip(
        rated["tokens"], rated["token_logprobs"], rated["top_logprobs"], strict=True
    ):
        assert top[token] == logprob < 0
        assert 3 <= len(top) <= 4


async def test_rates_the_prompt_too_when_it_echoes(complete):
    answer = await complete("Tell me more", echo=True, logprobs=2, max_tokens=0)
    [choice] = answer.json["choices"]
    assert (choice["text"], choice["finish_reason"]) == ("Tell me more", "length")
    assert choice["logprobs"]["tokens"] == ["Tell", " me", " more"]
    assert choice["logprobs"]["text_offset"] == [0, 4, 7]
    assert choice["logprobs"]["token_logprobs"][0] is None
    assert choice["logprobs"]["top_logprobs"][0] is None
    assert choice["logprobs"]["token_logprobs"][1] < 0


async def test_rates_no_alternatives_unless_asked(complete):
    rated = (await complete(logprobs=0)).json["choices"][0]["logprobs"]
    assert rated["top_logprobs"] is None
    assert len(rated["token_logprobs"]) == 16


async def test_returns_the_likeliest_of_several(complete):
    every = await complete(n=5, logprobs=1, seed=3)
    best = await complete(n=2, best_of=5, logprobs=1, seed=3)
    means = [sum(c["logprobs"]["token_logprobs"]) / 16 for c in every.json["choices"]]
    kept = [sum(c["logprobs"]["token_logprobs"]) / 16 for c in best.json["choices"]]
    assert kept == sorted(means, reverse=True)[:2]
    assert best.json["usage"]["completion_tokens"] == 5 * 16


async def test_streams_the_choices_in_turn(complete):
    params = {"n": 2, "seed": 5, "logprobs": 1, "echo": True}
    streamed = await complete("Hello you", stream=True, stream_options={"include_usage": True}, **params)
    whole = await complete("Hello you", **params)
    assert [joined(streamed, i) for i in range(2)] == texts(whole)
    assert [e["choices"][0]["index"] for e in streamed.events[:4]] == [0, 1, 0, 1]
    assert streamed.events[0]["choices"][0]["text"] == "Hello you"
    offsets = [
        offset
        for event in streamed.events
        for choice in event["choices"]
        if choice["index"] == 0 and choice["logprobs"]
        for offset in choice["logprobs"]["text_offset"]
    ]
    assert offsets == whole.json["choices"][0]["logprobs"]["text_offset"]
    assert streamed.events[-1]["choices"] == []
    assert streamed.events[-1]["usage"] == whole.json["usage"]
    assert all(event["usage"] is None for event in streamed.events[:-1])
    assert streamed.lines[-1] == "[DONE]"


async def test_begins_a_new_document_without_a_prompt(complete):
    assert "<|endoftext|>" in texts(await complete(None, echo=True))[0]


@pytest.mark.parametrize(
    ("params", "param", "code"),
    [
        ({"prompt": 5}, "prompt", "invalid_type"),
        ({"prompt": []}, "prompt", "empty_array"),
        ({"prompt": [[]]}, "prompt[0]", "empty_array"),
        ({"prompt": ["a", 1]}, "prompt[1]", "invalid_type"),
        ({"prompt": [1, "a"]}, "prompt[1]", "invalid_type"),
        ({"prompt": [-1]}, "prompt[0]", "integer_below_min_value"),
        ({"prompt": [[1, 10**9]]}, "prompt[0][1]", "integer_above_max_value"),
        ({"n": 3, "best_of": 2}, "best_of", None),
        ({"best_of": 2, "stream": True}, "best_of", None),
        ({"best_of": 21}, "best_of", "integer_above_max_value"),
        ({"prompt": ["a"] * 100, "n": 2}, "prompt", None),
        ({"logprobs": 6}, "logprobs", "integer_above_max_value"),
        ({"logprobs": True}, "logprobs", "invalid_type"),
        ({"max_tokens": 16_385}, None, "context_length_exceeded"),
        ({"max_tokens": 9000, "n": 10}, "max_tokens", None),
        ({"max_tokens": -1}, "max_tokens", "integer_below_min_value"),
        ({"logit_bias": {"x": 1}}, "logit_bias", "invalid_value"),
        ({"logit_bias": {"5": 101}}, "logit_bias.5", "decimal_above_max_value"),
        ({"echo": "yes"}, "echo", "invalid_type"),
        ({"suffix": "x", "echo": True}, "suffix", None),
        ({"suffix": "x", "model": "davinci-002"}, "suffix", "unsupported_parameter"),
        ({"stop": ["a"] * 5}, "stop", "array_above_max_length"),
        ({"stream_options": {"include_usage": True}}, "stream_options", None),
        ({"temperature": 3}, "temperature", "decimal_above_max_value"),
        ({"messages": []}, "messages", "unknown_parameter"),
    ],
)
async def test_refuses_what_the_api_refuses(complete, params, param, code):
    answer = await complete(**{"prompt": "Hi", **params})
    assert answer.status == 400
    assert (answer.error["param"], answer.error["code"]) == (param, code)


async def test_requires_a_prompt(call):
    answer = await call("POST", "/completions", {"model": "sandbox-instruct"})
    assert answer.error["code"] == "missing_required_parameter"


@pytest.mark.parametrize("model", ["sandbox-chat", "gpt-4o", "o3"])
async def test_sends_chat_models_elsewhere(complete, model):
    answer = await complete(model=model)
    assert (answer.status, answer.error["param"]) == (404, "model")
    assert "v1/chat/completions" in answer.error["message"]


@pytest.mark.parametrize("model", ["gpt-3.5-turbo-instruct", "davinci-002", "babbage-002"])
async def test_answers_to_familiar_names(complete, model):
    assert (await complete(model=model)).json["model"] == model


@pytest.mark.parametrize("status", [400, 401, 403, 404, 429, 500, 503])
@pytest.mark.parametrize("stream", [False, True])
async def test_fails_as_its_name_says(complete, status, stream):
    assert (await complete(model=f"sandbox-error-{status}", stream=stream)).status == status


async def test_breaks_in_every_other_way(complete):
    assert (await complete(model="sandbox-html")).status == 502
    with pytest.raises(json.JSONDecodeError):
        _ = (await complete(model="sandbox-malformed")).json
    with pytest.raises(json.JSONDecodeError):
        _ = (await complete(model="sandbox-malformed", stream=True)).events
    failed = await complete(model="sandbox-error-in-stream", stream=True, max_tokens=3)
    assert failed.events[-1]["error"]["type"] == "server_error"
    assert failed.lines[-1] != "[DONE]"
    assert "can't help" in texts(await complete(model="sandbox-refusal"))[0]
