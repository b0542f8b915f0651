"""Citations stand in the text as numbers, and nothing that a model writes becomes anything else there."""

import json
from typing import Any

import pytest

from playground.responses.transcript import ResponseTranscript

PAGE = {"type": "url_citation", "url": "https://example.com/a", "title": "A"}


def shown(text: str, *annotations: Any) -> str:
    part = {"type": "output_text", "text": text, "annotations": list(annotations)}
    item = {"id": "i", "type": "message", "status": "completed", "content": [part]}
    transcript = ResponseTranscript("x", {})
    transcript.load({"object": "response", "status": "completed", "output": [item]})
    while transcript.is_behind:
        transcript.settle()
    transcript.close()
    return transcript.html()


def mark(number: int) -> str:
    link = f'<a href="#run-x-i0-source-{number}" aria-label="Source {number}">{number}</a>'
    return f'<sup class="citation">{link}</sup>'


def test_numbers_what_is_cited_where_it_stands() -> None:
    other = {"type": "url_citation", "url": "https://example.com/b", "title": "B"}
    html = shown(
        "One. Two. Three.",
        {**PAGE, "start_index": 0, "end_index": 4},
        {**other, "start_index": 5, "end_index": 9},
        {**PAGE, "start_index": 10, "end_index": 16},
    )
    assert f"One.{mark(1)} Two.{mark(2)} Three.{mark(1)}" in html
    assert 'id="run-x-i0-source-2"' in html


def test_numbers_a_file_at_its_index() -> None:
    html = shown("It says so.", {"type": "file_citation", "filename": "a.txt", "file_id": "f", "index": 11})
    assert f"so.{mark(1)}" in html


@pytest.mark.parametrize(
    "place",
    [
        {},
        {"start_index": 5, "end_index": 2},
        {"start_index": 0, "end_index": -1},
        {"start_index": "0", "end_index": "4"},
        {"start_index": 0, "end_index": 10**9},
        {"start_index": 0, "end_index": True},
    ],
    ids=json.dumps,
)
def test_lists_what_has_no_place(place: dict[str, Any]) -> None:
    html = shown("One.", {**PAGE, **place})
    assert "citation" not in html
    assert 'id="run-x-i0-source-1"' in html


@pytest.mark.parametrize("place", range(40))
def test_breaks_no_link_wherever_it_stands(place: int) -> None:
    html = shown("See [here](https://example.com/x) `<b>`", {**PAGE, "start_index": 0, "end_index": place})
    assert "\ue0c1" not in html
    assert "%EE%83" not in html
    assert "<b>" not in html


def test_takes_no_marks_from_the_text() -> None:
    html = shown("\ue0c17\ue0c2 One.", {**PAGE, "start_index": 0, "end_index": 8})
    assert "source-7" not in html
    assert html.count('class="citation"') == 1
