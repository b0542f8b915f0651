"""Prompts in the chat: saved, opened and sent as the same bytes; variables on the way to the upstream."""

import json
import re
from typing import Any

import pytest

from tests.forms import ReadForm
from tests.scripted import ScriptedUpstream
from tests.visitor import HTMX, Visitor

HOSTILE = '"q" {{city}} }}\n\\ {x} </script>'
TYPED = {
    "model": "some-model",
    "stream": "",
    "stream_options": "",
    "temperature": "1.0",
    "top_p": "1",
    "seed": "7",
    "stop": '["\\n", "é"]',
    "tools": '[{"type": "function", "function": {"name": "f", "parameters": {"z": 1.0, "a": 1e2, "n": 1}}}]',
    "response_format": '{"type": "json_schema", "json_schema": {"strict": true, "name": "{{kind}}"}}',
    "extra_body": '{"z_future": {"b": 1.50, "a": null}, "frequency_penalty": null, "a_future": "\\u2028 😀"}',
    "messages": '[{"content": "Be {{tone}}.", "role": "developer"}]',
    "composer": "About {{ city }} and \\{{city}}",
}
VALUES = {"variable_tone": "brief", "variable_city": HOSTILE, "variable_kind": "answer"}


def posted(visitor: Visitor, page: ReadForm, typed: dict[str, str]) -> dict[str, Any]:
    fields = {name: value for name, value in page.posted.items() if name}
    return {**fields, **typed}


def body_of(visitor: Visitor, upstream: ScriptedUpstream, data: dict[str, Any]) -> bytes:
    """The raw body that reached the upstream."""
    before = len(upstream.requests)
    answer = visitor.post("/chat/", data, headers=HTMX)
    assert answer.status_code == 200, answer.text[:3000]
    upstream.answer()
    run = str(data["run"] if isinstance(data["run"], str) else data["run"][0])
    assert visitor.ended(run)["status"] == "completed"
    return upstream.requests[before].body


def saved(visitor: Visitor, data: dict[str, Any], **more: str) -> Any:
    return visitor.post("/chat/save/", {**data, "save-name": "Round trip", **more}, headers=HTMX)


def address_of(html: str) -> str:
    return re.search(r'href="(/prompts/[^"]+)"', html)[1]  # type: ignore[index]


def opened(visitor: Visitor, prompt: str) -> ReadForm:
    uuid = prompt.split("/")[2]
    page = visitor.client.get(f"/chat/?prompt={uuid}", follow_redirects=True)
    assert "version=" in str(page.url)
    return ReadForm(page.text)


def test_sends_the_same_bytes_after_saving_and_opening(visitor: Visitor, upstream: ScriptedUpstream) -> None:
    page = ReadForm(visitor.page)
    data = posted(visitor, page, {**TYPED, **VALUES, "run": "5c3c9a3e-6f0a-4bb5-9a5e-0d3f2f1a0001"})
    first = body_of(visitor, upstream, data)
    prompt = address_of(saved(visitor, data).text)
    again = opened(visitor, prompt)
    assert [again[f"variable_{name}"] for name in ("tone", "kind")] == ["brief", "answer"]
    second = body_of(visitor, upstream, posted(visitor, again, {}))
    assert second == first
    sent = json.loads(first)
    assert sent["messages"][-1]["content"] == f"About {HOSTILE} and {{{{city}}}}"
    assert sent["response_format"]["json_schema"]["name"] == "answer"
    assert b'"z":1.0,"a":100.0,"n":1' in first


def test_sends_the_same_bytes_after_export_and_import(visitor: Visitor, upstream: ScriptedUpstream) -> None:
    data = posted(visitor, ReadForm(visitor.page), {**TYPED, **VALUES})
    prompt = address_of(saved(visitor, data).text)
    exported = visitor.client.get(f"{prompt.rstrip('/')}.json").text
    imported = visitor.post("/prompts/import/", {"text": exported}).headers["Location"]
    bodies = [
        body_of(visitor, upstream, posted(visitor, opened(visitor, each), {})) for each in (prompt, imported)
    ]
    assert bodies[0] == bodies[1]


def test_asks_for_missing_values_beside_their_inputs_and_sends_nothing(
    visitor: Visitor, upstream: ScriptedUpstream
) -> None:
    data = posted(
        visitor, ReadForm(visitor.page), {"composer": "{{city}} in {{land}}", "variable_land": "Peru"}
    )
    for headers in ({}, HTMX):
        answer = visitor.post("/chat/", data, headers=headers)
        assert answer.status_code == 422
        form = ReadForm(answer.text)
        assert "city has no value" in form.text("id_variable_city_error")
        assert form.text("id_variable_land_error") == ""
        assert form["variable_land"] == "Peru"
    assert upstream.requests == [] or not upstream.asked.is_set()


def test_shows_in_the_history_what_was_sent(visitor: Visitor, upstream: ScriptedUpstream) -> None:
    data = posted(
        visitor,
        ReadForm(visitor.page),
        {
            "model": "m",
            "stream": "",
            "stream_options": "",
            "composer": "In {{city}}",
            "variable_city": "{{other}}",
        },
    )
    body_of(visitor, upstream, data)
    run = data["run"] if isinstance(data["run"], str) else data["run"][0]
    assert visitor.run(run)["params"]["messages"][-1]["content"] == "In {{other}}"
    # Opened again it is text, not a variable: the same goes out.
    page = ReadForm(visitor.client.get(f"/chat/?run={run}").text)
    assert json.loads(body_of(visitor, upstream, posted(visitor, page, {})))["messages"][-1]["content"] == (
        "In {{other}}"
    )


def test_makes_no_version_of_the_same_and_says_so(visitor: Visitor) -> None:
    data = posted(visitor, ReadForm(visitor.page), {"composer": "Hello", "model": "m"})
    first = saved(visitor, data)
    assert "Saved as version 1" in first.text
    uuid = address_of(first.text).split("/")[2]
    assert "no version was made" in saved(visitor, data, **{"save-prompt": uuid}).text
    changed = saved(visitor, {**data, "temperature": "0.5"}, **{"save-prompt": uuid, "save-note": "Cooler"})
    assert "Saved as version 2" in changed.text


@pytest.mark.parametrize(
    ("typed", "words"),
    [({"save-name": " "}, "Give the prompt a name"), ({"temperature": "9"}, "temperature must be 2 or less")],
)
def test_says_why_nothing_was_saved(visitor: Visitor, typed: dict[str, str], words: str) -> None:
    data = posted(visitor, ReadForm(visitor.page), {"composer": "Hello", "model": "m", **typed})
    answer = visitor.post("/chat/save/", {"save-name": "x", **data}, headers=HTMX)
    assert answer.status_code == 422
    assert words in answer.text
