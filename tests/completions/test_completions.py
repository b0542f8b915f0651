"""Completions over HTTP: what is sent, what is folded, what is shown."""

import json
import uuid
from typing import Any

import httpx
import pytest

from playground.completions.forms import CompletionForm
from playground.params.json_text import same_json
from tests.forms import ReadForm
from tests.scripted import ScriptedUpstream
from tests.visitor import HTMX, Visitor

USAGE = {"prompt_tokens": 2, "completion_tokens": 3, "total_tokens": 5}


def post(visitor: Visitor, **typed: str) -> tuple[str, httpx.Response]:
    run = str(uuid.uuid4())
    typed = {"run": run, "model": "m", "prompt": "Once", "reading": "text", **typed}
    response = visitor.post("/completions/", typed, headers=HTMX)
    if response.status_code == 200:
        visitor.started.append(run)
    return run, response


def choice(text: str, index: int = 0, **more: Any) -> dict[str, Any]:
    return {"text": text, "index": index, "logprobs": None, "finish_reason": "stop", **more}


def completed(visitor: Visitor, upstream: ScriptedUpstream, *choices: Any, **typed: str) -> tuple[str, Any]:
    run, response = post(visitor, **typed)
    assert response.status_code == 200, response.text
    upstream.answer(json.dumps({"id": "c", "choices": choices, "usage": USAGE}).encode())
    return run, visitor.ended(run)


@pytest.mark.parametrize(
    ("name", "typed", "sent"),
    [
        ("prompt", ' "Two\r\nlines', ' "Two\nlines'),
        ("prompt", '["not", "a list"]', '["not", "a list"]'),
        ("best_of", "2", 2),
        ("echo", "true", True),
        ("frequency_penalty", "-1.5", -1.5),
        ("logit_bias", '{"50256": -100}', {"50256": -100}),
        ("logprobs", "5", 5),
        ("max_tokens", "0", 0),
        ("model", " gpt-3.5-turbo-instruct ", "gpt-3.5-turbo-instruct"),
        ("n", "3", 3),
        ("presence_penalty", "2", 2),
        ("seed", "-7", -7),
        ("stop", '["a", "\\n"]', ["a", "\n"]),
        ("stop", "END", "END"),
        ("stream", "false", False),
        ("stream_options", '{"include_usage": true}', {"include_usage": True}),
        ("suffix", " the end", " the end"),
        ("temperature", "0", 0),
        ("top_p", "0.1", 0.1),
        ("user", "u-1", "u-1"),
    ],
)
def test_sends_each_parameter(
    visitor: Visitor, upstream: ScriptedUpstream, name: str, typed: str, sent: Any
) -> None:
    needed = {"stream": "true"} if name == "stream_options" else {}
    completed(visitor, upstream, choice("x"), **{**needed, name: typed})
    expected = {"model": "m", "prompt": "Once", **dict.fromkeys(needed, True), name: sent}
    assert same_json(upstream.body, expected)


@pytest.mark.parametrize("sent", ["a text", ["one", "two"], [1, 2, 3], [[1, 2], [3]], [""]])
def test_sends_a_prompt_of_each_kind(visitor: Visitor, upstream: ScriptedUpstream, sent: Any) -> None:
    completed(visitor, upstream, choice("x"), prompt=json.dumps(sent), reading="json")
    assert upstream.body["prompt"] == sent


def test_inserts_at_the_marker(visitor: Visitor, upstream: ScriptedUpstream) -> None:
    run, _ = completed(visitor, upstream, choice("x"), prompt="I am[insert]. You?", reading="insert")
    assert (upstream.body["prompt"], upstream.body["suffix"]) == ("I am", ". You?")
    page = visitor.client.get("/completions/", params={"run": run}).raise_for_status().text
    assert ReadForm(page)["prompt"] == "I am[insert]. You?"
    assert ReadForm(page)["reading"] == "insert"
    assert ReadForm(page)["suffix"] == ""


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"prompt": ""}, "prompt", "prompt is required"),
        ({"prompt": "[1", "reading": "json"}, "prompt", "prompt is not JSON"),
        (
            {"prompt": "[1.5]", "reading": "json"},
            "prompt",
            "item 1 is neither a text nor a list of token ids",
        ),
        ({"prompt": '["a", [1]]', "reading": "json"}, "prompt", "holds texts and token ids together"),
        ({"prompt": json.dumps(["a"] * 2049), "reading": "json"}, "prompt", "at most 2,048 prompts"),
        ({"prompt": "no marker", "reading": "insert"}, "prompt", "needs one [insert]"),
        ({"prompt": "a[insert]b", "reading": "insert", "suffix": "c"}, "suffix", "reset one of them"),
        ({"n": "3", "best_of": "2"}, "best_of", "best_of must be 3 or more, because n is 3"),
        ({"best_of": "2", "stream": "true"}, "best_of", "cannot be streamed"),
        ({"best_of": "21"}, "best_of", "must be 20 or less"),
        ({"logprobs": "6"}, "logprobs", "must be 5 or less"),
        ({"echo": "true", "suffix": "s"}, "echo", "cannot go with suffix"),
        ({"stream_options": "{}"}, "stream_options", "needs stream: true"),
    ],
)
def test_refuses_beside_the_field(
    visitor: Visitor, upstream: ScriptedUpstream, typed: dict[str, str], field: str, words: str
) -> None:
    _, response = post(visitor, **typed)
    assert response.status_code == 422
    assert words in ReadForm(response.text).text(f"id_{field}_error")
    assert not upstream.requests


def chunk(text: str, index: int = 0, finish: str | None = None, **logprobs: Any) -> dict[str, Any]:
    return {"choices": [choice(text, index, finish_reason=finish, logprobs=logprobs or None)]}


def test_folds_chunks_of_several_choices_by_index(visitor: Visitor, upstream: ScriptedUpstream) -> None:
    run, response = post(visitor, stream="true", n="2")
    assert response.status_code == 200
    for event in (
        chunk(" upon", 1, tokens=[" upon"], token_logprobs=[-0.2], top_logprobs=[{" upon": -0.2}]),
        chunk(" more"),
        chunk(" a", 1, tokens=[" a"], token_logprobs=[-3.0], top_logprobs=[{" the": -0.4}]),
        chunk("", 1, "length"),
        chunk("", 0, "stop"),
        {"choices": [], "usage": USAGE},
    ):
        upstream.event(event)
    upstream.finish()
    ended = visitor.ended(run)
    assert ended["status"] == "completed", ended["error"]
    first, second = ended["response"]["choices"]
    assert (first["text"], first["finish_reason"]) == (" more", "stop")
    assert (second["text"], second["finish_reason"]) == (" upon a", "length")
    assert second["logprobs"]["token_logprobs"] == [-0.2, -3.0]
    assert ended["usage"] == USAGE
    heat = visitor.client.get(f"/completions/{run}/1/probabilities/").raise_for_status().text
    assert "2 tokens" in heat
    until = visitor.client.get(
        f"/completions/{run}/1/probabilities/until/", params={"at": 1, "alternative": 0}
    )
    assert until.text == " upon the"


def test_a_stream_that_breaks_off_keeps_its_text(visitor: Visitor, upstream: ScriptedUpstream) -> None:
    run, _ = post(visitor, stream="true")
    upstream.event(chunk(" upon a"))
    upstream.cut()
    ended = visitor.ended(run)
    assert ended["status"] == "failed"
    assert ended["response"]["choices"][0]["text"] == " upon a"


def test_an_echo_is_not_tinted(visitor: Visitor, upstream: ScriptedUpstream) -> None:
    run, _ = completed(visitor, upstream, choice("Once <b>upon"), echo="true")
    page = visitor.client.get("/completions/", params={"run": run}).raise_for_status().text
    assert f'id="run-{run}-c0-text"> &lt;b&gt;upon</mark>' in page


def test_shows_the_texts_of_each_prompt(visitor: Visitor, upstream: ScriptedUpstream) -> None:
    choices = [choice(f" text {index}", index) for index in range(4)]
    run, _ = completed(visitor, upstream, *choices, prompt='["One", "Two"]', reading="json", n="2")
    page = visitor.client.get("/completions/", params={"run": run}).raise_for_status().text
    assert page.count('<span class="completion-around">Two</span>') == 2
    assert "data-in-editor>" not in page


@pytest.mark.parametrize(
    "odd", [[], {"choices": 3}, {"choices": [{"text": 3}]}, {"choices": [{"index": -1}]}]
)
def test_an_odd_answer_fails_in_words(visitor: Visitor, upstream: ScriptedUpstream, odd: Any) -> None:
    run, response = post(visitor)
    assert response.status_code == 200
    upstream.answer(json.dumps(odd).encode())
    ended = visitor.ended(run)
    assert ended["status"] == "failed"
    assert visitor.client.get("/completions/", params={"run": run}).status_code == 200


def test_takes_the_text_of_another_run(visitor: Visitor, upstream: ScriptedUpstream) -> None:
    run, _ = completed(visitor, upstream, choice("<i>given"))
    page = visitor.client.get("/completions/", params={"text_of": run}).raise_for_status().text
    assert ReadForm(page)["prompt"] == "<i>given"
    assert visitor.client.get("/completions/", params={"text_of": str(uuid.uuid4())}).status_code == 404


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("one\r\ntwo", "one\ntwo"),
        ('"one\r\ntwo"', '"one\ntwo"'),
        ('"one"\r\n', "one"),
        ('\r\n["a"]\r\n', ["a"]),
    ],
)
def test_takes_lines_where_nobody_says_how_the_text_is_meant(typed: str, sent: Any) -> None:
    form = CompletionForm({"model": "m", "prompt": typed})
    assert form.is_valid()
    assert form.request_params()["prompt"] == sent
