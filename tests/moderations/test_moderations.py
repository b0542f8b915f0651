"""Moderation over HTTP: what is sent, and how verdicts are shown."""

import json
import uuid
from typing import Any

import pytest

from tests.scripted import ScriptedUpstream
from tests.visitor import HTMX, Visitor

PARTS = [{"type": "text", "text": "hi"}, {"type": "image_url", "image_url": {"url": "https://a.test/b.png"}}]


def moderated(visitor: Visitor, upstream: ScriptedUpstream, answer: Any, **typed: str) -> tuple[str, Any]:
    run = str(uuid.uuid4())
    response = visitor.post("/moderations/", {"run": run, "input": "x", **typed}, headers=HTMX)
    assert response.status_code == 200, response.text
    upstream.answer(json.dumps(answer).encode())
    return run, visitor.ended(run)


def result(**changed: Any) -> dict[str, Any]:
    scores = {"hate": 0.00001, "<b>new</b>": 0.9}
    return {"flagged": True, "categories": {"<b>new</b>": True}, "category_scores": scores, **changed}


@pytest.mark.parametrize("given", ["a text", "{a brace", ["a", "b"], PARTS])
def test_sends_the_input_with_its_type(visitor: Visitor, upstream: ScriptedUpstream, given: Any) -> None:
    typed = given if isinstance(given, str) else json.dumps(given)
    moderated(visitor, upstream, {"results": [result()]}, input=typed, model="m")
    assert upstream.body == {"input": given, "model": "m"}


@pytest.mark.parametrize("typed", ["", "[]", "[1]", '["a", {}]'])
def test_refuses_what_is_no_input(visitor: Visitor, upstream: ScriptedUpstream, typed: str) -> None:
    assert visitor.post("/moderations/", {"input": typed}, headers=HTMX).status_code == 422
    assert not upstream.requests


def test_shows_unknown_categories_as_text_highest_first(visitor: Visitor, upstream: ScriptedUpstream) -> None:
    run, ended = moderated(visitor, upstream, {"results": [result()]})
    assert ended["status"] == "completed", ended["error"]
    page = visitor.client.get("/moderations/", params={"run": run}).raise_for_status().text
    assert "<b>new</b>" not in page
    assert "Flagged by the API" in page
    assert page.index("<bdi>&lt;b&gt;new") < page.index("<bdi>hate")


@pytest.mark.parametrize("answer", [[], {}, {"results": 1}, {"results": [1]}])
def test_an_odd_answer_fails_in_words(visitor: Visitor, upstream: ScriptedUpstream, answer: Any) -> None:
    run, ended = moderated(visitor, upstream, answer)
    assert ended["status"] == "failed"
    page = visitor.client.get("/moderations/", params={"run": run}).raise_for_status().text
    assert "The answer has no results." in page


def test_odd_numbers_are_no_score(visitor: Visitor, upstream: ScriptedUpstream) -> None:
    odd = result(category_scores={"a": "high", "b": -1, "c": None, "d": True}, categories=[])
    run, ended = moderated(visitor, upstream, {"results": [odd]})
    assert ended["status"] == "completed", ended["error"]
    page = visitor.client.get("/moderations/", params={"run": run}).raise_for_status().text
    assert page.count('<td class="mono">none</td>') == 4
