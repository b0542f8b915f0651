"""Moderation over HTTP: what is sent, how verdicts are shown, whose thresholds they are held against."""

import json
import re
import uuid
from typing import Any

import pytest

from tests.scripted import ScriptedUpstream
from tests.visitor import HTMX, Visitor

PARTS = [{"type": "text", "text": "hi"}, {"type": "image_url", "image_url": {"url": "https://a.test/b.png"}}]
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002"
    "000001e221bc330000000049454e44ae426082"
)


def moderated(visitor: Visitor, upstream: ScriptedUpstream, answer: Any, **typed: str) -> tuple[str, Any]:
    run = str(uuid.uuid4())
    response = visitor.post("/moderations/", {"run": run, "input": "x", **typed}, headers=HTMX)
    assert response.status_code == 200, response.text
    upstream.answer(json.dumps(answer).encode())
    return run, visitor.ended(run)


def result(**changed: Any) -> dict[str, Any]:
    scores = {"hate": 0.00001, "<b>new</b>": 0.6}
    applied = {"<b>new</b>": ["text", "image"]}
    return {
        "flagged": True,
        "categories": {"<b>new</b>": True},
        "category_scores": scores,
        "category_applied_input_types": applied,
        **changed,
    }


def shown(visitor: Visitor, run: str) -> str:
    return visitor.client.get(f"/moderations/{run}/", headers=HTMX).raise_for_status().text


def keep(visitor: Visitor, **posted: str) -> None:
    response = visitor.post("/moderations/thresholds/", posted, headers={"Accept": "text/plain"})
    assert response.status_code == 204


@pytest.mark.parametrize("given", ["a text", "{a brace", ["a", "b"], PARTS])
def test_sends_the_input_with_its_type(visitor: Visitor, upstream: ScriptedUpstream, given: Any) -> None:
    typed = given if isinstance(given, str) else json.dumps(given)
    moderated(visitor, upstream, {"results": [result()]}, input=typed, model="m")
    assert upstream.body == {"input": given, "model": "m"}


@pytest.mark.parametrize("typed", ["", "[]", "[1]", '["a", {}]'])
def test_refuses_what_is_no_input(visitor: Visitor, upstream: ScriptedUpstream, typed: str) -> None:
    assert visitor.post("/moderations/", {"input": typed}, headers=HTMX).status_code == 422
    assert not upstream.requests


def test_takes_pictures_without_javascript(visitor: Visitor, upstream: ScriptedUpstream) -> None:
    run = str(uuid.uuid4())
    files = {"pictures": ("p.png", PNG, "image/png")}
    answer = visitor.post("/moderations/", {"run": run, "input": "and this"}, files=files)
    assert answer.status_code == 302
    upstream.answer(json.dumps({"results": [result()]}).encode())
    assert visitor.ended(run)["status"] == "completed"
    text, picture = upstream.body["input"]
    assert text == {"type": "text", "text": "and this"}
    assert picture["image_url"]["url"].startswith("data:image/png;base64,")
    html = shown(visitor, run)
    assert html.count("<img") == 1
    assert "text, image" in html


def test_takes_a_stored_picture(visitor: Visitor, upstream: ScriptedUpstream) -> None:
    headers = {"X-CSRFToken": visitor.token, "Content-Type": "image/png", "X-File-Name": "p.png"}
    chip = visitor.client.post("/files/", content=PNG, headers=headers).raise_for_status().text
    file = re.search(r'value="([0-9a-f-]{36})"', chip)[1]  # type: ignore[index]
    page = visitor.client.get(f"/moderations/?picture={file}").raise_for_status().text
    assert f"&quot;playground-file:{file}&quot;" in page
    given = [{"type": "image_url", "image_url": {"url": f"playground-file:{file}"}}]
    run, _ = moderated(visitor, upstream, {"results": [result()]}, input=json.dumps(given))
    assert upstream.body["input"][0]["image_url"]["url"].startswith("data:image/png;base64,")
    assert f'src="/files/{file}/"' in shown(visitor, run)


def test_names_a_file_that_is_no_picture(visitor: Visitor, upstream: ScriptedUpstream) -> None:
    files = {"pictures": ("notes.txt", b"words", "image/png")}
    answer = visitor.post("/moderations/", {"input": "kept as typed"}, files=files)
    assert answer.status_code == 422
    assert "notes.txt is none" in answer.text
    assert "kept as typed" in answer.text
    assert not upstream.requests


def test_names_a_picture_elsewhere_and_does_not_load_it(visitor: Visitor, upstream: ScriptedUpstream) -> None:
    run, _ = moderated(visitor, upstream, {"results": [result()]}, input=json.dumps(PARTS))
    html = shown(visitor, run)
    assert "a.test" in html
    assert "<img" not in html


def test_shows_unknown_categories_as_text_highest_first(visitor: Visitor, upstream: ScriptedUpstream) -> None:
    run, ended = moderated(visitor, upstream, {"results": [result()]})
    assert ended["status"] == "completed", ended["error"]
    html = shown(visitor, run)
    assert "<b>new</b>" not in html
    assert "Flagged by the model" in html
    assert html.index("<bdi>&lt;b&gt;new") < html.index("<bdi>hate")
    page = visitor.client.get("/moderations/", params={"run": run}).raise_for_status().text
    assert 'name="threshold:&lt;b&gt;new&lt;/b&gt;"' in page
    assert "<b>new" not in page


def test_holds_scores_against_the_thresholds_that_are_kept(
    visitor: Visitor, upstream: ScriptedUpstream
) -> None:
    run, _ = moderated(visitor, upstream, {"results": [result()]})
    keep(visitor, preset="balanced")
    assert "Over my threshold: &lt;b&gt;new" in shown(visitor, run)
    keep(visitor, preset="lenient")
    assert "Under my thresholds" in shown(visitor, run)
    keep(
        visitor,
        **{"threshold:hate": "0", "threshold:<b>new</b>": "0.61", "threshold:odd": "nan", "other": "1"},
    )
    assert "Over my threshold: hate" in shown(visitor, run)
    page = visitor.client.get("/moderations/").text
    assert "threshold:odd" not in page
    answer = visitor.post("/moderations/thresholds/", {"preset": "balanced", "next": "//evil.example/"})
    assert answer.headers["Location"] == "/moderations/"
    assert "Over my threshold: &lt;b&gt;new" in shown(visitor, run)


def test_shows_several_inputs_as_a_table_of_heat(visitor: Visitor, upstream: ScriptedUpstream) -> None:
    keep(visitor, preset="balanced")
    calm = result(flagged=False, categories={}, category_scores={"hate": 0.001})
    texts = ["<i>first</i>", "אחר " + "x" * 400, "third"]
    run, _ = moderated(visitor, upstream, {"results": [result(), calm, calm]}, input=json.dumps(texts))
    html = shown(visitor, run)
    assert "1 of 3 flagged by the model" in html
    assert "1 of 3 over my thresholds" in html
    table = html.partition("<tbody>")[2].partition("</tbody>")[0]
    assert table.count("<tr>") == 3
    assert table.count("over my threshold</span>") == 1
    assert table.count("<td>–</td>") == 2
    assert "<i>" not in html


def test_offers_the_last_answers_as_rows(visitor: Visitor, upstream: ScriptedUpstream) -> None:
    for words in ("An older answer", "[a newer one]"):
        run = visitor.chat()
        upstream.token(words)
        upstream.finish()
        visitor.ended(run)
    page = visitor.client.get("/moderations/?last=5").text
    assert "[&quot;[a newer one]&quot;, &quot;An older answer&quot;" in page
    assert "An older" not in visitor.client.get("/moderations/?last=all").text
    given = visitor.client.get(f"/moderations/?text_of={run}").text
    assert "&quot;[a newer one]&quot;</textarea>" in given


@pytest.mark.parametrize("answer", [[], {}, {"results": 1}, {"results": [1]}])
def test_an_odd_answer_fails_in_words(visitor: Visitor, upstream: ScriptedUpstream, answer: Any) -> None:
    run, ended = moderated(visitor, upstream, answer)
    assert ended["status"] == "failed"
    page = visitor.client.get("/moderations/", params={"run": run}).raise_for_status().text
    assert "The answer has no results." in page
    assert visitor.client.get(f"/moderations/{run}/").status_code == 404


def test_odd_numbers_are_no_score(visitor: Visitor, upstream: ScriptedUpstream) -> None:
    odd = result(category_scores={"a": "high", "b": -1, "c": None, "d": True}, categories=[])
    run, ended = moderated(visitor, upstream, {"results": [odd]})
    assert ended["status"] == "completed", ended["error"]
    assert shown(visitor, run).count('<td class="number">none</td>') == 4
