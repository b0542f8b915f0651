"""Embeddings over HTTP: what is sent, what is kept, the fragments of a set, downloads."""

import base64
import csv
import json
import re
import uuid
from io import BytesIO
from typing import Any

import httpx
import numpy as np
import pytest

from playground.embeddings.download_views import csv_rows
from playground.embeddings.sets import EmbeddingSet
from playground.params.json_text import same_json
from tests.scripted import ScriptedUpstream
from tests.visitor import HTMX, Visitor

VECTORS = np.array([[1, 0, 0], [0.9, 0.1, 0], [0, 0, 0.5]], dtype="<f4")
TEXTS = ["one", "almost <b>one</b>", "אחר " + "x" * 300]


def body(vectors: Any = VECTORS, encoded: bool = False) -> bytes:
    rows = [
        base64.b64encode(row.tobytes()).decode() if encoded else [float(str(value)) for value in row]
        for row in vectors
    ]
    data = [{"object": "embedding", "index": at, "embedding": row} for at, row in enumerate(rows)]
    usage = {"prompt_tokens": 7, "total_tokens": 7}
    return json.dumps({"object": "list", "model": "m", "data": data[::-1], "usage": usage}).encode()


def post(visitor: Visitor, **typed: str) -> tuple[str, httpx.Response]:
    run = str(uuid.uuid4())
    return run, visitor.post("/embeddings/", {"run": run, "model": "m", **typed}, headers=HTMX)


def embedded(visitor: Visitor, upstream: ScriptedUpstream, answer: bytes, **typed: str) -> str:
    run, response = post(visitor, **{"input": json.dumps(TEXTS), **typed})
    assert response.status_code == 200, response.text
    upstream.answer(answer)
    ended = visitor.ended(run)
    assert ended["status"] == "completed", ended["error"]
    return run


def get(visitor: Visitor, address: str) -> str:
    return visitor.client.get(f"/embeddings/{address}").raise_for_status().text


@pytest.mark.parametrize(
    ("name", "typed", "sent"),
    [
        ("input", "one text", "one text"),
        ("input", "{a brace}\nand a line", "{a brace}\nand a line"),
        ("input", '["a", "b"]', ["a", "b"]),
        ("input", "[1, 2, 3]", [1, 2, 3]),
        ("input", "[[1, 2], [3]]", [[1, 2], [3]]),
        ("input", json.dumps(["x"] * 2048), ["x"] * 2048),
        ("dimensions", "256", 256),
        ("encoding_format", "float", "float"),
        ("encoding_format", "base64", "base64"),
        ("user", "Größe 7", "Größe 7"),
        ("extra_body", '{"user": "", "truncate": null}', None),
    ],
    ids=lambda value: str(value)[:30],
)
def test_sends_each_parameter_with_its_type(
    visitor: Visitor, upstream: ScriptedUpstream, name: str, typed: str, sent: Any
) -> None:
    run, response = post(visitor, **{"input": "hello", name: typed})
    assert response.status_code == 200
    upstream.answer()
    visitor.ended(run)
    more = {name: sent} if name != "extra_body" else json.loads(typed)
    assert same_json(upstream.body, {"model": "m", "input": "hello", **more})


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"input": ""}, "input is required"),
        ({"input": "[]"}, "is empty"),
        ({"input": '["a", " ", "c"]'}, "line 2 is empty"),
        ({"input": '["a", 7]'}, "line 2 is neither"),
        ({"input": '["a", [1]]'}, "one kind at a time"),
        ({"input": "[[1], []]"}, "line 2 is empty"),
        ({"input": json.dumps(["x"] * 2049)}, "there are 2,049, line 2,049 is one too many"),
        ({"input": '["a"'}, "is not JSON"),
        ({"input": "a", "dimensions": "0"}, "must be 1 or more"),
        ({"input": "a", "model": ""}, "model is required"),
    ],
    ids=str,
)
def test_refuses_and_sends_nothing(
    visitor: Visitor, upstream: ScriptedUpstream, typed: dict[str, str], words: str
) -> None:
    _, response = post(visitor, **typed)
    assert response.status_code == 422
    assert words in response.text
    assert upstream.requests == []


def test_draws_the_same_from_floats_and_from_base64(visitor: Visitor, upstream: ScriptedUpstream) -> None:
    sets = [embedded(visitor, upstream, body(encoded=encoded)) for encoded in (False, True)]
    maps = [get(visitor, f"{run}/map/").replace(run, "run") for run in sets]
    assert maps[0] == maps[1]
    files = [visitor.client.get(f"/embeddings/{run}/embeddings.npy").content for run in sets]
    assert [np.load(BytesIO(content)).tolist() for content in files] == [VECTORS.tolist()] * 2


def test_takes_an_answer_as_large_as_two_thousand_inputs_are(
    visitor: Visitor, upstream: ScriptedUpstream
) -> None:
    run = embedded(visitor, upstream, body() + b" " * 100_000_000)
    assert "almost" in get(visitor, f"{run}/neighbours/?point=0")


def test_downloads_what_was_answered(visitor: Visitor, upstream: ScriptedUpstream) -> None:
    run = embedded(visitor, upstream, body(), labels='["=a", "b", "b"]')
    answer = json.loads(get(visitor, f"{run}/embeddings.json"))
    assert np.float32([each["embedding"] for each in answer["data"]]).tolist() == VECTORS.tolist()
    assert answer["usage"] == {"prompt_tokens": 7, "total_tokens": 7}
    table = get(visitor, f"{run}/embeddings.csv").splitlines()
    assert table[0] == "index,input,label,d0,d1,d2"
    assert table[1] == "0,one,'=a,1.0,0.0,0.0"
    assert len(table) == 4


def test_keeps_the_vectors_out_of_the_run(visitor: Visitor, upstream: ScriptedUpstream) -> None:
    run = embedded(visitor, upstream, body(), labels='["x", "y", "y"]')
    kept = visitor.run(run)
    assert kept["response"]["data"] == "3 embeddings of 3 numbers, kept apart in vectors.npy"
    assert {file["name"] for file in kept["files"]} == {"vectors.npy", "labels.json"}
    again = visitor.client.get(f"/embeddings/?run={run}").text
    assert "almost &lt;b&gt;one&lt;/b&gt;" in again
    assert "&quot;x&quot;" in again


def test_shows_hostile_texts_as_text(visitor: Visitor, upstream: ScriptedUpstream) -> None:
    run = embedded(visitor, upstream, body(), labels='["<i>", "<i>", "<u>"]')
    for part in ("", "map/", "points/", "neighbours/?point=1"):
        shown = get(visitor, f"{run}/{part}")
        assert "<b>one" not in shown
        assert "<i>&" not in shown
        assert "<u>" not in shown
    assert "&lt;i&gt;" in get(visitor, f"{run}/map/?colour=label")


def test_ranks_as_numpy_does(visitor: Visitor, upstream: ScriptedUpstream) -> None:
    run = embedded(visitor, upstream, body())
    shown = get(visitor, f"{run}/neighbours/?point=0")
    likeness = float(VECTORS[0] @ VECTORS[1] / np.linalg.norm(VECTORS[1]))
    assert f"{likeness:.3f}" in shown
    assert shown.index("almost") < shown.index("אחר")
    assert "at 2 dimensions" in get(visitor, f"{run}/neighbours/?point=0&cut=2")


@pytest.mark.parametrize("count", [50, 51])
def test_shows_the_similarity_of_each_pair_of_up_to_fifty(
    visitor: Visitor, upstream: ScriptedUpstream, count: int
) -> None:
    vectors = np.random.default_rng(3).standard_normal((count, 4)).astype("<f4")
    texts = json.dumps([f"text {number}" for number in range(count)])
    shown = get(visitor, f"{embedded(visitor, upstream, body(vectors), input=texts)}/")
    cells = re.findall(r'<td class="h\d+">(-?[\d.]+)</td>', shown)
    units = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    expected = (units @ units.T).ravel() if count == 50 else []
    assert [float(cell) for cell in cells] == pytest.approx(expected, abs=0.0051)


def test_searches_by_a_run_of_its_own(visitor: Visitor, upstream: ScriptedUpstream) -> None:
    run = embedded(visitor, upstream, body(encoded=True), encoding_format="base64")
    query = str(uuid.uuid4())
    asked = {"query": "what is apart", "query_run": query}
    visitor.post(f"/embeddings/{run}/search/", asked, headers=HTMX).raise_for_status()
    upstream.answer(body(VECTORS[2:], encoded=True))
    assert visitor.ended(query)["status"] == "completed"
    assert upstream.body == {"model": "m", "input": "what is apart", "encoding_format": "base64"}
    shown = get(visitor, f"{run}/search/{query}/")
    assert shown.index("אחר") < shown.index("almost")


def test_compares_two_sets_of_the_same_inputs(visitor: Visitor, upstream: ScriptedUpstream) -> None:
    run = embedded(visitor, upstream, body())
    other = embedded(visitor, upstream, body(VECTORS[[0, 2, 1]]), model="another")
    assert other in get(visitor, f"{run}/")
    shown = get(visitor, f"{run}/compare/?with={other}")
    assert "rank correlation -0.500" in shown
    assert "rank correlation 1.000" in get(visitor, f"{run}/compare/?with={run}")


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({"data": []}, "no embeddings"),
        ({"data": [{"embedding": [1, 2]}]}, "1 embeddings for 3 inputs"),
        ({"data": [{"embedding": [1]}, {"embedding": [1, 2]}, {"embedding": [3]}]}, "different lengths"),
        ({"data": [{"embedding": "%%"}] * 3}, "not a list of numbers"),
        ({"data": [{"embedding": [None]}] * 3}, "not a list of numbers"),
        ({"data": [{"embedding": [[1]]}] * 3}, "not a list of numbers"),
        ({"data": ["x", None, 3]}, "not a list of numbers"),
    ],
    ids=str,
)
def test_says_what_is_odd_about_an_answer(
    visitor: Visitor, upstream: ScriptedUpstream, answer: dict[str, Any], words: str
) -> None:
    run, _ = post(visitor, input=json.dumps(TEXTS))
    upstream.answer(json.dumps(answer).encode())
    ended = visitor.ended(run)
    assert ended["status"] == "failed"
    assert words in ended["error"]["message"]
    assert visitor.client.get(f"/embeddings/{run}/").status_code == 404


def test_takes_the_text_of_a_run_a_line_an_input(visitor: Visitor, upstream: ScriptedUpstream) -> None:
    run = visitor.chat()
    upstream.token("[first] line\n\n  \nsecond <b>line</b>\n")
    upstream.finish()
    visitor.ended(run)
    page = visitor.client.get(f"/embeddings/?text_of={run}").raise_for_status().text
    assert "[&quot;[first] line&quot;, &quot;second &lt;b&gt;line&lt;/b&gt;&quot;]</textarea>" in page
    assert visitor.client.get(f"/embeddings/?text_of={uuid.uuid4()}").status_code == 404


def test_writes_no_formula_into_a_table() -> None:
    texts = ['=HYPERLINK("https://evil.example")', "@SUM(A1)", "-1+1"]
    rows = list(csv.reader(csv_rows(EmbeddingSet(texts, ["+1", "b", "\tc"], VECTORS))))
    assert [row[1] for row in rows] == [f"'{text}" for text in texts]
    assert [row[2] for row in rows] == ["'+1", "b", "'\tc"]
