"""Speech over HTTP: what is sent, what is kept while it comes, takes, boards and parts."""

import base64
import json
import re
import uuid
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from playground.params.json_text import same_json
from playground.runs.wav import head
from tests.forms import ReadForm
from tests.openai.upstream import piece
from tests.scripted import ScriptedUpstream
from tests.visitor import HTMX, Visitor, received

SAMPLES = bytes(range(256)) * 200
WAV = head(size=len(SAMPLES)) + SAMPLES


def post(visitor: Visitor, **typed: str) -> tuple[str, httpx.Response]:
    run = str(uuid.uuid4())
    typed = {"run": run, "model": "m", "voice": "alloy", "input": "Say it", **typed}
    response = visitor.post("/audio/speech/", typed, headers=HTMX)
    if response.status_code == 200 and "HX-Redirect" not in response.headers:
        visitor.started.append(run)
    return run, response


def spoken(
    visitor: Visitor, upstream: ScriptedUpstream, content: bytes = WAV, **typed: str
) -> tuple[str, Any]:
    run, response = post(visitor, **typed)
    assert response.status_code == 200, response.text
    upstream.answer(content, content_type="audio/wav")
    return run, visitor.ended(run)


def sound(visitor: Visitor, run: str, **options: Any) -> httpx.Response:
    return visitor.client.get(f"/audio/speech/{run}/live/", **options)


def take(visitor: Visitor, run: str) -> str:
    return visitor.client.get(f"/audio/speech/{run}/take/").raise_for_status().text


@pytest.mark.parametrize(
    ("name", "typed", "sent"),
    [
        ("input", "Two\r\nlines", "Two\nlines"),
        ("input", "x" * 4096, "x" * 4096),
        ("model", "gpt-4o-mini-tts", "gpt-4o-mini-tts"),
        ("voice", "someone new", "someone new"),
        ("voice", '{"id": "voice_1"}', {"id": "voice_1"}),
        ("instructions", "Slowly", "Slowly"),
        *(("response_format", name, name) for name in ("mp3", "opus", "aac", "flac", "wav", "pcm")),
        ("speed", "0.25", 0.25),
        ("speed", "4", 4),
        ("stream_format", "audio", "audio"),
    ],
)
def test_sends_each_parameter(
    visitor: Visitor, upstream: ScriptedUpstream, name: str, typed: str, sent: Any
) -> None:
    _, ended = spoken(visitor, upstream, **{name: typed})
    assert ended["status"] == "completed", ended["error"]
    assert same_json(upstream.body, {"input": "Say it", "model": "m", "voice": "alloy", name: sent})


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"input": "  "}, "input", "input is required"),
        ({"speed": "0.24"}, "speed", "must be 0.25 or more"),
        ({"speed": "4.01"}, "speed", "must be 4 or less"),
        ({"voice": ""}, "voice", "voice is required"),
        ({"voice": '{"name": "x"}'}, "voice", "needs an id"),
        ({"instructions": "x" * 4097}, "instructions", "must be 4096 characters or fewer"),
        ({"input": "x" * 4097, "board": "1"}, "input", "for a voice board: it has 4,097"),
    ],
)
def test_refuses_beside_the_field(
    visitor: Visitor, upstream: ScriptedUpstream, typed: dict[str, str], field: str, words: str
) -> None:
    _, response = post(visitor, **typed)
    assert response.status_code == 422
    assert words in ReadForm(response.text).text(f"id_{field}_error")
    assert not upstream.requests


def frames_until(visitor: Visitor, run: str, words: str) -> None:
    with visitor.socket(run) as socket:
        assert any(words in frame for frame in received(socket))


def test_the_file_grows_while_sound_comes_and_stop_keeps_it(
    visitor: Visitor, upstream: ScriptedUpstream
) -> None:
    run, _ = post(visitor, response_format="pcm")
    upstream.begin("audio/pcm")
    upstream.raw(piece(SAMPLES[:20_000]))
    frames_until(visitor, run, "so far")
    with visitor.client.stream("GET", f"/audio/speech/{run}/live/") as arriving:
        pieces = arriving.iter_raw()
        heard = taken(pieces, 44 + 20_000)
        assert heard == head() + SAMPLES[:20_000]
        upstream.raw(piece(SAMPLES[20_000:]))
        assert taken(pieces, len(SAMPLES) - 20_000) == SAMPLES[20_000:]
        visitor.stop(run)
        assert list(pieces) == []
    ended = visitor.ended(run)
    assert ended["status"] == "cancelled"
    address = re.search(r'href="([^"]+)" download="speech.pcm"', take(visitor, run))
    assert address
    assert visitor.client.get(address[1]).content == SAMPLES
    # What is heard afterwards is the same under a head that says how much there is.
    assert sound(visitor, run).content == WAV


def taken(pieces: Iterator[bytes], size: int) -> bytes:
    found = b""
    while len(found) < size:
        found += next(pieces)
    return found


def test_a_connection_that_breaks_keeps_the_part(visitor: Visitor, upstream: ScriptedUpstream) -> None:
    run, _ = post(visitor)
    upstream.begin("audio/mpeg")
    upstream.raw(piece(b"ID3" + SAMPLES))
    upstream.cut()
    assert visitor.ended(run)["status"] == "failed"
    answer = sound(visitor, run, headers={"Range": "bytes=1-2"})
    assert (answer.status_code, answer.content) == (206, b"D3")
    assert answer.headers["content-type"] == "audio/mpeg"


def delta(content: bytes) -> dict[str, str]:
    return {"type": "speech.audio.delta", "audio": base64.b64encode(content).decode()}


def test_sound_in_events_goes_to_the_file_and_not_into_the_journal(
    visitor: Visitor, upstream: ScriptedUpstream
) -> None:
    usage = {"input_tokens": 3, "output_tokens": 9, "total_tokens": 12}
    run, _ = post(visitor, stream_format="sse", response_format="wav")
    upstream.event(delta(WAV[:1000]))
    upstream.event(delta(WAV[1000:]))
    upstream.event({"type": "speech.audio.done", "usage": usage})
    upstream.raw(b"0\r\n\r\n")
    ended = visitor.ended(run)
    assert ended["status"] == "completed", ended["error"]
    assert (ended["usage"], ended["response"]["bytes"]) == (usage, len(WAV))
    assert sound(visitor, run).content == WAV
    events = visitor.client.get(f"/history/{run}/inspector/events/", headers=HTMX).text
    assert "1000 bytes" in events
    assert base64.b64encode(WAV[:60]).decode() not in events


def test_events_that_end_too_early_failed(visitor: Visitor, upstream: ScriptedUpstream) -> None:
    run, _ = post(visitor, stream_format="sse")
    upstream.event(delta(WAV))
    upstream.cut()
    assert visitor.ended(run)["status"] == "failed"
    assert sound(visitor, run).content == WAV


@pytest.mark.parametrize("body", [b"", b'{"text": "no sound"}'])
def test_an_answer_without_sound_failed(visitor: Visitor, upstream: ScriptedUpstream, body: bytes) -> None:
    run, _ = post(visitor)
    kind = "application/json" if body else "audio/mpeg"
    upstream.answer(body, content_type=kind)
    ended = visitor.ended(run)
    assert ended["status"] == "failed"
    assert "sound" in ended["error"]["message"]


def test_a_take_has_a_star_and_a_note(visitor: Visitor, upstream: ScriptedUpstream) -> None:
    run, _ = spoken(visitor, upstream, voice="<b>own</b>")
    other, _ = spoken(visitor, upstream)
    assert visitor.post(f"/audio/speech/{run}/note/", {"note": "the <i>best</i>"}).status_code == 204
    starred = visitor.post(f"/audio/speech/{run}/star/", {"starred": "true"}).text
    assert 'aria-pressed="true"' in starred
    shown = take(visitor, run)
    assert 'value="the &lt;i&gt;best&lt;/i&gt;"' in shown
    assert "<b>own" not in shown
    rows = visitor.client.get("/audio/speech/takes/", params={"starred": "on"}).text
    assert run in rows
    assert other not in rows
    beside = visitor.client.get("/audio/speech/beside/", params={"take": [other, run]}).text
    assert beside.index(other) < beside.index(run)


def test_a_board_asks_for_every_voice_with_the_same_words(
    visitor: Visitor, upstream: ScriptedUpstream
) -> None:
    _, response = post(visitor, board="1", voice="mine")
    address = response.headers["HX-Redirect"]
    for _ in range(14):
        upstream.answer(WAV, content_type="audio/wav")
    for run in runs_of(visitor, address):
        assert visitor.ended(run)["status"] == "completed"
    asked = [json.loads(request.body) for request in upstream.requests]
    assert {body["input"] for body in asked} == {"Say it"}
    assert len({body["voice"] for body in asked}) == 14
    assert "14 of 14 said" in visitor.client.get(f"{address}whole/").text


def runs_of(visitor: Visitor, address: str) -> list[str]:
    page = visitor.client.get(address).raise_for_status().text
    return re.findall(r'data-run="([^"]+)"', page)


def test_a_long_text_goes_in_parts_that_are_retaken_alone_and_joined(
    visitor: Visitor, upstream: ScriptedUpstream
) -> None:
    text = "One sentence of many. " * 300
    _, response = post(visitor, input=text, response_format="wav")
    address = response.headers["HX-Redirect"]
    first, second = runs_of(visitor, address)
    upstream.answer(WAV, content_type="audio/wav")
    upstream.answer(b'{"error": {"message": "no"}}', status="400 Bad Request")
    states = {visitor.ended(run)["status"] for run in (first, second)}
    assert states == {"completed", "failed"}
    assert "1 did not come" in visitor.client.get(f"{address}whole/").text
    sent = [json.loads(request.body)["input"] for request in upstream.requests]
    assert " ".join(sorted(sent, key=len, reverse=True)) == text.strip()
    lost = next(at for at, run in enumerate((first, second)) if visitor.run(run)["status"] == "failed")
    again = visitor.post(f"{address}again/{lost}/", {}, headers=HTMX).text
    upstream.answer(WAV, content_type="audio/wav")
    found = re.search(r'data-run="([^"]+)"', again)
    assert found
    assert visitor.ended(found[1])["status"] == "completed"
    whole = visitor.client.get(f"{address}whole/").text
    joined = re.search(r'<audio src="([^"]+)"', whole)
    assert joined
    assert visitor.client.get(joined[1]).content.endswith(SAMPLES * 2)


def test_what_is_not_here_is_not_found(visitor: Visitor) -> None:
    nothing = uuid.uuid4()
    for address in (
        f"{nothing}/take/",
        f"{nothing}/live/",
        f"{nothing}/heard.wav",
        f"sets/{nothing}/",
        "beside/",
    ):
        assert visitor.client.get(f"/audio/speech/{address}").status_code == 404
    assert visitor.post(f"/audio/speech/{nothing}/star/", {"starred": "true"}).status_code == 404
