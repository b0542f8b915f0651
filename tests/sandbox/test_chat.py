import json

import pytest


def joined(answer, index=0):
    choices = [c for event in answer.events for c in event["choices"] if c["index"] == index]
    return "".join(choice["delta"].get("content") or "" for choice in choices)


async def test_says_exactly_what_it_is_told(chat):
    exact = "Ünïcode – 東京 👩‍🚀\n\n\t| a | b |\u2028end "
    assert (await chat(f"say exactly: {exact}")).text == exact
    assert joined(await chat(f"Say exactly: {exact}", stream=True)) == exact


async def test_says_that_it_is_a_sandbox_and_takes_up_the_prompt(chat):
    text = (await chat("What do volcanoes emit?")).text
    assert "sandbox" in text
    assert "model" in text
    assert "volcanoes" in text


@pytest.mark.parametrize(
    ("prompt", "mark"),
    [
        ("a table of planets", "|:--"),
        ("show me python code for sorting", "```python"),
        ("a list of ideas for gifts", "\n- **"),
        ("write a poem about the sea", "  \n"),
        ("some json about cats", "```json"),
        ("explain the formula of sampling", "$$"),
        ("a checklist for moving house", "- [ ] "),
        ("Расскажи о реках", "песочниц"),
        ("Say something in Japanese", "サンドボックス"),
    ],
)
async def test_follows_easy_requests(chat, prompt, mark):
    assert mark in (await chat(prompt)).text


async def test_greets_briefly(chat):
    assert len((await chat("Hello!")).text) < 200


async def test_repeats_itself_only_with_a_seed(chat):
    first, again = [(await chat(seed=7)).text for _ in range(2)]
    assert first == again
    assert len({(await chat()).text for _ in range(6)}) > 1
    assert joined(await chat(seed=7, stream=True)) == first
    assert (await chat(seed=8)).text != first


async def test_stops_at_a_limit(chat):
    answer = await chat(max_tokens=7)
    assert answer.json["choices"][0]["finish_reason"] == "length"
    assert answer.json["usage"]["completion_tokens"] == 7


async def test_goes_on_as_long_as_the_fast_model_is_asked_to(chat):
    answer = await chat(max_completion_tokens=10_000, stream=True, stream_options={"include_usage": True})
    assert answer.events[-1]["usage"]["completion_tokens"] == 10_000
    assert sum(bool(c["delta"].get("content")) for e in answer.events for c in e["choices"]) == 10_000


async def test_stops_before_a_stop_sequence(chat):
    answer = await chat("say exactly: one two three two", stop=["three", "two"])
    assert answer.text == "one "
    assert answer.json["choices"][0]["finish_reason"] == "stop"


async def test_gives_several_choices_that_interleave_when_streamed(chat):
    assert len({c["message"]["content"] for c in (await chat(n=3)).json["choices"]}) == 3
    streamed = await chat(n=3, stream=True, seed=1)
    assert [e["choices"][0]["index"] for e in streamed.events[:6]] == [0, 1, 2, 0, 1, 2]
    whole = await chat(n=3, seed=1)
    assert [joined(streamed, i) for i in range(3)] == [c["message"]["content"] for c in whole.json["choices"]]


async def test_ends_a_stream_with_a_reason_usage_and_done(chat):
    answer = await chat(stream=True, stream_options={"include_usage": True})
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert answer.lines[-1] == "[DONE]"
    assert answer.events[0]["choices"][0]["delta"]["role"] == "assistant"
    assert answer.events[-2]["choices"][0]["finish_reason"] == "stop"
    assert answer.events[-1]["choices"] == []
    usage = answer.events[-1]["usage"]
    assert usage["total_tokens"] == usage["prompt_tokens"] + usage["completion_tokens"]
    assert all(event["usage"] is None for event in answer.events[:-1])
    assert len({event["id"] for event in answer.events}) == 1


async def test_streams_no_usage_unasked(chat):
    assert all("usage" not in event for event in (await chat(stream=True)).events)


async def test_rates_every_token(chat):
    answer = await chat(logprobs=True, top_logprobs=5, max_tokens=40)
    rated = answer.json["choices"][0]["logprobs"]["content"]
    assert "".join(entry["token"] for entry in rated) == answer.text
    for entry in rated:
        ranked = [top["logprob"] for top in entry["top_logprobs"]]
        assert len(ranked) == 5
        assert ranked == sorted(ranked, reverse=True)
        assert max(ranked) < 0
        assert entry["token"] in [top["token"] for top in entry["top_logprobs"]]
        assert bytes(entry["bytes"]).decode() == entry["token"]


async def test_rates_the_same_tokens_when_streamed(chat):
    params = {"logprobs": True, "top_logprobs": 2, "seed": 3, "max_tokens": 30}
    whole = (await chat(**params)).json["choices"][0]["logprobs"]["content"]
    streamed = await chat(**params, stream=True)
    assert [
        r for e in streamed.events for r in (e["choices"][0]["logprobs"] or {}).get("content", [])
    ] == whole


async def test_thinks_before_it_speaks(chat):
    answer = await chat(model="sandbox-reasoning", reasoning_effort="high")
    assert answer.json["usage"]["completion_tokens_details"]["reasoning_tokens"] == 512
    short = await chat(model="o3", max_completion_tokens=100)
    assert short.text == ""
    assert short.json["choices"][0]["finish_reason"] == "length"


async def test_refuses_on_request(chat):
    message = (await chat(model="sandbox-refusal")).message
    assert message["content"] is None
    assert "can't help" in message["refusal"]
    streamed = await chat(model="sandbox-refusal", stream=True)
    refusal = "".join(e["choices"][0]["delta"].get("refusal") or "" for e in streamed.events)
    assert refusal == message["refusal"]


async def test_counts_what_came_true_of_a_prediction(chat):
    prediction = {"type": "content", "content": "one two four"}
    details = (await chat("say exactly: one two three", prediction=prediction)).json["usage"][
        "completion_tokens_details"
    ]
    assert (details["accepted_prediction_tokens"], details["rejected_prediction_tokens"]) == (2, 1)


async def test_writes_more_when_it_may(chat):
    short, long = [len((await chat(verbosity=v, seed=1)).text) for v in ("low", "high")]
    assert short < long


async def test_marks_a_citation_as_simulated(chat):
    message = (await chat(web_search_options={})).message
    cited = message["annotations"][0]["url_citation"]
    assert message["content"][cited["start_index"] : cited["end_index"]].startswith("[example.com]")
    assert "Nothing was searched" in message["content"]


async def test_gives_a_json_object(chat):
    answer = await chat("some json about bees", response_format={"type": "json_object"})
    assert json.loads(answer.text)["sandbox"] is True


async def test_moderates_what_is_said_and_what_is_answered(chat):
    answer = await chat("I will kill you tonight", moderation={"model": "omni-moderation-latest"})
    assert answer.json["moderation"]["input"]["results"][0]["categories"]["harassment/threatening"]
    harmless = await chat("Tell me of bees", moderation={"model": "omni-moderation-latest"})
    sides = harmless.json["moderation"]
    assert [sides[side]["results"][0]["flagged"] for side in ("input", "output")] == [False, False]
    unknown = await chat(moderation={"model": "sandbox-fast"})
    assert unknown.json["moderation"]["input"]["type"] == "error"
