"""Deleting a fine-tuned model: a run like any other, after its id was typed; nothing else can be deleted."""

import json
import uuid
from urllib.parse import quote

import httpx
import pytest

from tests.runs.conftest import module_upstream, server, upstream, visitor
from tests.scripted import ScriptedUpstream
from tests.visitor import HTMX, Visitor

__all__ = ["module_upstream", "server", "upstream", "visitor"]
MODEL = "ft:gpt-4o:org/team::Ab1"


def delete(visitor: Visitor) -> tuple[str, httpx.Response]:
    run = str(uuid.uuid4())
    return run, visitor.post(f"/models/{quote(MODEL)}/", {"run": run, "model": MODEL}, headers=HTMX)


def test_deletes_upstream_by_a_run(visitor: Visitor, upstream: ScriptedUpstream) -> None:
    run, response = delete(visitor)
    assert response.status_code == 200
    upstream.answer(json.dumps({"id": MODEL, "object": "model", "deleted": True}).encode())
    ended = visitor.ended(run)
    assert ended["status"] == "completed"
    asked = upstream.requests[-1]
    assert (asked.method, asked.target) == ("DELETE", "/v1/models/ft:gpt-4o:org%2Fteam::Ab1")
    assert asked.body == b""
    assert "was deleted upstream" in visitor.client.get(f"/history/{run}/").text


@pytest.mark.parametrize(
    ("model", "typed", "words"),
    [
        (MODEL, {"model": ""}, "model is required"),
        (MODEL, {"model": MODEL.lower()}, "type it exactly"),
        (MODEL, {"model": MODEL, "extra_body": '{"model": "ft:gpt-4o:other::x"}'}, "type it exactly"),
        ("gpt-4o", {"model": "gpt-4o"}, "Only a fine-tuned model can be deleted"),
        ("gpt-4o", {"model": MODEL}, "Only a fine-tuned model can be deleted"),
    ],
    ids=str,
)
def test_deletes_nothing_by_accident(
    visitor: Visitor, upstream: ScriptedUpstream, model: str, typed: dict[str, str], words: str
) -> None:
    for headers in (HTMX, {}):
        response = visitor.post(f"/models/{quote(model)}/", typed, headers=headers)
        assert response.status_code == 422
        assert words in response.text
    assert [request.method for request in upstream.requests if request.method != "GET"] == []


@pytest.mark.parametrize(
    ("status", "words"),
    [("403 Forbidden", "takes the Owner role"), ("404 Not Found", "Nothing was deleted")],
)
def test_tells_403_and_404_plainly(
    visitor: Visitor, upstream: ScriptedUpstream, status: str, words: str
) -> None:
    run, _ = delete(visitor)
    upstream.answer(
        b'{"error": {"message": "The server says no.", "code": "model_not_found"}}', status=status
    )
    ended = visitor.ended(run)
    assert ended["status"] == "failed"
    assert words in ended["error"]["advice"]
    shown = visitor.client.get(f"/history/{run}/").text
    assert words in shown
    assert "The server says no." in shown


def test_believes_only_what_the_server_says(visitor: Visitor, upstream: ScriptedUpstream) -> None:
    run, _ = delete(visitor)
    upstream.answer(b"{}")
    visitor.ended(run)
    assert "did not say that" in visitor.client.get(f"/history/{run}/").text
