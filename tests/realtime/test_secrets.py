"""Client secrets: shown cut, given out on demand until they expire, and nowhere in the clear."""

import uuid
from pathlib import Path

import pytest

from tests.openai.upstream import response
from tests.started import StartedServer
from tests.visitor import HTMX, Visitor

from .talking import Talk, asked, opened, talking
from .upstream import SECRET, RealtimeUpstream


def minted(visitor: Visitor, **typed: str) -> str:
    run = str(uuid.uuid4())
    answer = visitor.post("/realtime/", {"run": run, "model": "m", **typed}, headers=HTMX)
    assert answer.status_code == 200, answer.text
    assert visitor.ended(run)["status"] == "completed"
    return run


def everything(folder: Path) -> bytes:
    return b"".join(
        path.read_bytes() for path in folder.rglob("*") if path.is_file() and "static" not in path.parts
    )


@pytest.mark.parametrize("shape", ["beta", "ga"])
def test_shows_a_secret_cut_and_copies_it_whole(
    visitor: Visitor, upstream: RealtimeUpstream, server: StartedServer, shape: str
) -> None:
    run = minted(visitor, shape=shape)
    for address in (
        f"/history/{run}/",
        f"/history/{run}.json",
        f"/history/{run}/inspector/response/",
        "/realtime/",
    ):
        shown = visitor.client.get(address, params={"run": run} if address == "/realtime/" else None)
        assert shown.status_code == 200
        assert SECRET not in shown.text
    kept = visitor.run(run)["response"]
    assert (kept if shape == "ga" else kept["client_secret"])["value"] == "ek_0123…xyz"
    assert visitor.post(f"/realtime/{run}/secret/", {}).text == SECRET
    assert visitor.client.get(f"/realtime/{run}/secret/").status_code == 405
    assert SECRET.encode() not in everything(server.data_dir)
    assert SECRET not in server.output


def test_writes_code_that_names_the_secret_only(visitor: Visitor, upstream: RealtimeUpstream) -> None:
    code = visitor.client.get(f"/realtime/{minted(visitor)}/secret/code/").text
    assert all(way in code for way in ("Browser, WebRTC", "Browser, WebSocket", "Python"))
    assert "openai-beta.realtime-v1" in code
    assert SECRET not in code
    assert "client_secrets" not in code


def test_refuses_an_expired_secret_in_plain_words(visitor: Visitor, upstream: RealtimeUpstream) -> None:
    upstream.lifetime = -5
    run = minted(visitor)
    gone = visitor.post(f"/realtime/{run}/secret/", {})
    assert gone.status_code == 410
    assert "expired" in gone.text
    with Talk(visitor, opened(visitor, secret=run)) as talk:
        ended = talk.ended()
        # It may be over before the page has joined.
        assert talk.closed().code in (1000, 4410)
    assert ended["status"] == "failed"
    assert "The client secret has expired" in ended["error"]["message"]
    assert "mints a new one" in ended["error"]["advice"]
    assert upstream.lines.empty()


def test_connects_with_a_secret_minted_before(visitor: Visitor, upstream: RealtimeUpstream) -> None:
    run = minted(visitor)
    talk, line = talking(visitor, upstream, secret=run)
    with talk:
        assert line.headers["authorization"] == f"Bearer {SECRET}"
        talk.say("end")
        talk.closed()
    assert len(upstream.minted) == 1


def test_knows_no_secret_of_somebody_else(visitor: Visitor, upstream: RealtimeUpstream) -> None:
    for uuid_ in (uuid.UUID(int=7),):
        assert visitor.post(f"/realtime/{uuid_}/secret/", {}).status_code == 404
        assert visitor.client.get(f"/realtime/{uuid_}/secret/code/").status_code == 404
        assert asked(visitor, secret=str(uuid_)).status_code == 404


def test_tells_why_minting_was_refused(visitor: Visitor, upstream: RealtimeUpstream) -> None:
    upstream.refusal = response(
        b'{"error": {"message": "The beta is closed.", "type": "invalid_request_error", '
        b'"code": "beta_api_shape_disabled"}}',
        status="400 Bad Request",
    )
    with Talk(visitor, opened(visitor)) as talk:
        ended = talk.ended()
    assert (ended["status"], ended["error"]["code"]) == ("failed", "beta_api_shape_disabled")
    assert "GA" in ended["error"]["advice"]


def test_uses_the_key_where_nothing_mints(visitor: Visitor, upstream: RealtimeUpstream) -> None:
    upstream.refusal = response(b'{"detail": "Not Found"}', status="404 Not Found")
    talk, line = talking(visitor, upstream, voice="ash", turn_detection="null")
    with talk:
        assert line.headers["authorization"] == "Bearer sk-secret-1234"
        assert line.next("session.update")["session"] == {"voice": "ash", "turn_detection": None}
        talk.say("end")
        assert talk.ended()["status"] == "completed"
