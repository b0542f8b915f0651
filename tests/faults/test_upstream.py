"""What an upstream may do wrong, as somebody at the playground sees it: the text is kept, and the run has an end."""

import gzip
import json

import pytest

from tests.openai.upstream import piece
from tests.scripted import ScriptedUpstream
from tests.visitor import Visitor

STATUSES = [401, 402, 403, 404, 405, 408, 409, 413, 415, 422, 429, 500, 501, 502, 503]
EVENT_STREAM = "text/event-stream"


def said(visitor: Visitor, run: str) -> str:
    return visitor.client.get(f"/history/{run}/fragment/").text


@pytest.mark.parametrize("status", STATUSES)
def test_says_with_what_status_it_was_refused(
    visitor: Visitor, upstream: ScriptedUpstream, status: int
) -> None:
    run = visitor.chat()
    # Longer than a run waits by itself.
    upstream.answer(
        b'{"error": {"message": "No, thank you"}}', status=f"{status} Refused", more="retry-after: 90\r\n"
    )
    ended = visitor.ended(run)
    assert (ended["status"], ended["status_code"]) == ("failed", status)
    assert ended["error"]["advice"]
    for words in ("error-card", "No, thank you", str(status)):
        assert words in said(visitor, run)


@pytest.mark.parametrize(
    "event", [b"data: {not json\n\n", b"data: [1, 2]\n\n", b'data: {"choices": 7}\n\n', b"data: \xff\xfe\n\n"]
)
def test_keeps_the_text_before_an_event_that_is_none(
    visitor: Visitor, upstream: ScriptedUpstream, event: bytes
) -> None:
    run = visitor.chat()
    upstream.token("Before. ")
    upstream.raw(piece(event))
    ended = visitor.ended(run)
    assert (ended["status"], ended["text"]) == ("failed", "Before. ")
    assert "error-card" in said(visitor, run)


def test_takes_no_web_page_for_a_stream(visitor: Visitor, upstream: ScriptedUpstream) -> None:
    run = visitor.chat()
    upstream.answer(b"<html><title>Welcome to our proxy</title></html>", content_type="text/html")
    assert visitor.ended(run)["status"] == "failed"
    assert "error-card" in said(visitor, run)


def test_reads_a_stream_that_is_packed_though_it_was_not_asked_to_be(
    visitor: Visitor, upstream: ScriptedUpstream
) -> None:
    run = visitor.chat()
    chunk = {"choices": [{"index": 0, "delta": {"content": "Unpacked."}, "finish_reason": "stop"}]}
    body = gzip.compress(b"data: " + json.dumps(chunk).encode() + b"\n\ndata: [DONE]\n\n")
    upstream.answer(body, content_type=EVENT_STREAM, more="content-encoding: gzip\r\n")
    ended = visitor.ended(run)
    assert (ended["status"], ended["text"]) == ("completed", "Unpacked.")


@pytest.mark.parametrize("content_type", ["application/json", EVENT_STREAM])
def test_stops_an_answer_that_unpacks_to_gigabytes(
    visitor: Visitor, upstream: ScriptedUpstream, content_type: str
) -> None:
    run = visitor.chat()
    bomb = gzip.compress(bytes(100_000_000), compresslevel=1)
    upstream.answer(bomb, content_type=content_type, more="content-encoding: gzip\r\n")
    assert visitor.ended(run)["status"] == "failed"
    assert "error-card" in said(visitor, run)


def test_shows_all_of_an_event_of_five_megabytes(visitor: Visitor, upstream: ScriptedUpstream) -> None:
    run = visitor.chat()
    upstream.token("word " * 1_000_000)
    upstream.token("And on.")
    upstream.finish()
    frames = list(visitor.frames(run))
    assert sum(frame.count("word ") for frame in frames) >= 1_000_000
    assert 'data-status="completed"' in frames[-1]
    assert visitor.run(run)["text"].endswith("word And on.")


def test_shows_all_of_a_hundred_thousand_tokens(visitor: Visitor, upstream: ScriptedUpstream) -> None:
    run = visitor.chat()
    many = b"".join(
        b'data: {"choices": [{"index": 0, "delta": {"content": "tok%d\\n\\n"}}]}\n\n' % number
        for number in range(100_000)
    )
    upstream.raw(piece(many))
    upstream.finish()
    shown = "".join(visitor.frames(run))
    assert shown.count("<p>tok") >= 100_000
    ended = visitor.run(run)
    assert (ended["status"], ended["text"].count("tok")) == ("completed", 100_000)
