"""A session over WebRTC: its offer goes through the server, its events are told by the page."""

import json
import re

import pytest

from tests.visitor import Visitor

from .talking import Talk, asked, opened
from .test_bridge import TONE, wav
from .upstream import SECRET, RealtimeUpstream

OFFER, ANSWER = "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\n", "v=0\r\no=- 3 4 IN IP4 127.0.0.1\r\n"


def calling(visitor: Visitor, upstream: RealtimeUpstream, shape: str = "ga") -> Talk:
    """The page's socket, asked for its offer."""
    talk = Talk(visitor, opened(visitor, shape=shape, way="webrtc"))
    talk.hear("call")
    return talk


@pytest.mark.parametrize(("shape", "path"), [("beta", "/v1/realtime?model=m"), ("ga", "/v1/realtime/calls")])
def test_passes_the_offer_on_and_keeps_what_the_page_tells(
    visitor: Visitor, upstream: RealtimeUpstream, shape: str, path: str
) -> None:
    with calling(visitor, upstream, shape) as talk:
        talk.say("offer", sdp=OFFER)
        offer = upstream.offers.get(timeout=20)
        assert (offer.path, offer.sdp) == (path, OFFER)
        assert f"bearer {SECRET}" in offer.head
        assert "cookie" not in offer.head
        offer.answer(ANSWER)
        assert talk.hear("answer")["sdp"] == ANSWER
        talk.say("channel", state="open")
        talk.hear("ready")
        created = {"type": "response.created", "response": {"id": "r"}}
        started = {"type": "output_audio_buffer.started", "response_id": "r"}
        for event in (created, started):
            talk.say("received", event=json.dumps(event))
        talk.hear("answering")
        talk.connection.send(b"\0\0" + TONE)
        talk.connection.send(b"\1\0" + TONE)
        talk.say("say", text="Wait")
        relayed = [json.loads(talk.hear("relay")["event"]) for _ in range(4)]
        assert [event["type"] for event in relayed] == [
            "response.cancel",
            "output_audio_buffer.clear",
            "conversation.item.create",
            "response.create",
        ]
        talk.say("end")
        talk.closed()
    run = talk.ended()
    assert (run["status"], run["status_code"]) == ("completed", 201)
    assert run["request"]["url"].endswith(path)
    assert SECRET not in json.dumps(run)
    for name in ("you.wav", "model.wav"):
        assert TONE in wav(visitor, run, name)[1]


def test_ends_when_its_channel_closes(visitor: Visitor, upstream: RealtimeUpstream) -> None:
    with calling(visitor, upstream) as talk:
        talk.say("offer", sdp=OFFER)
        upstream.offers.get(timeout=20).answer(ANSWER)
        talk.say("channel", state="open")
        talk.hear("ready")
        talk.say("channel", state="closed")
        talk.closed()
    assert talk.ended()["error"]["kind"] == "incomplete"


def test_says_that_the_two_found_no_way(visitor: Visitor, upstream: RealtimeUpstream) -> None:
    with calling(visitor, upstream) as talk:
        talk.say("offer", sdp=OFFER)
        upstream.offers.get(timeout=20).answer(ANSWER)
        talk.hear("answer")
        talk.say("channel", state="closed")
        talk.closed()
    assert "blocks WebRTC" in talk.ended()["error"]["message"]


@pytest.mark.parametrize("answer", ["<html>", ""])
def test_refuses_an_answer_that_is_no_session(
    visitor: Visitor, upstream: RealtimeUpstream, answer: str
) -> None:
    with calling(visitor, upstream) as talk:
        talk.say("offer", sdp=OFFER)
        upstream.offers.get(timeout=20).answer(answer, "200 OK", "text/html")
        talk.closed()
    assert "no WebRTC" in talk.ended()["error"]["advice"]


def test_ends_before_it_has_begun(visitor: Visitor, upstream: RealtimeUpstream) -> None:
    with calling(visitor, upstream) as talk:
        talk.say("end")
        talk.closed()
    assert talk.ended()["status"] == "completed"


def test_offers_no_webrtc_in_the_sandbox(visitor: Visitor, upstream: RealtimeUpstream) -> None:
    page = visitor.client.get("/connections/").text
    sandbox = re.findall(r'id="connection-(\d+)"', page.partition("/sandbox/v1")[0])[-1]
    visitor.post("/connections/use/", {"connection": sandbox})
    assert visitor.client.get("/realtime/").text.count("The sandbox has no WebRTC") == 1
    assert asked(visitor, way="webrtc").status_code == 422
