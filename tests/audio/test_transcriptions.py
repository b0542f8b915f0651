"""Recordings on their way: each parameter in the request, each bad file refused, parts put together again."""

import base64
import io
import json
import re
import time
import uuid
import wave
from email import message_from_bytes
from typing import Any

import httpx
import pytest

from tests.forms import ReadForm
from tests.scripted import ScriptedUpstream
from tests.visitor import HTMX, Visitor

from .sounds import encoded, film_without_sound, tones

SHORT = encoded(tones(1))
ANSWER = {"text": "Hello there.", "usage": {"type": "duration", "seconds": 1}}
SAMPLE = encoded(tones(2))
DATA_URL = f"data:audio/wav;base64,{base64.b64encode(SAMPLE).decode()}"


def stored(visitor: Visitor, content: bytes = SHORT, name: str = "call.wav") -> str:
    """Upload as the page does; returns the file's uuid."""
    headers = {"X-CSRFToken": visitor.token, "X-File-Name": name, "Content-Type": "application/octet-stream"}
    answer = visitor.client.post("/files/", content=content, headers=headers).raise_for_status()
    return re.search(r'value="([0-9a-f-]{36})"', answer.text)[1]  # type: ignore[index]


def post(visitor: Visitor, page: str = "transcriptions", **typed: Any) -> tuple[str, httpx.Response]:
    run = str(uuid.uuid4())
    return run, visitor.post(f"/audio/{page}/", {"run": run, "model": "m", **typed}, headers=HTMX)


def form_of(upstream: ScriptedUpstream) -> dict[str, list[Any]]:
    """The multipart form of the last request, by the standard library's reader."""
    received = upstream.requests[-1]
    kind = received.headers["content-type"]
    message = message_from_bytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + received.body)
    found: dict[str, list[Any]] = {}
    for part in message.get_payload():
        name = part.get_param("name", header="content-disposition")  # type: ignore[union-attr]
        value = part.get_payload(decode=True)  # type: ignore[union-attr]
        filename = part.get_filename()  # type: ignore[union-attr]
        found.setdefault(str(name), []).append((filename, value) if filename else value.decode())  # type: ignore[union-attr]
    return found


SHARED = [
    ("prompt", "Äch, 名前", ["Äch, 名前"]),
    ("temperature", "0.4", ["0.4"]),
    ("response_format", "text", ["text"]),
]
ONLY_TRANSCRIBED = [
    ("language", "de", ["de"]),
    ("stream", "false", ["false"]),
    ("include[]", '["logprobs"]', ["logprobs"]),
    ("chunking_strategy", "auto", ["auto"]),
    ("keywords", '["Achterberg", "Meyer"]', ["Achterberg", "Meyer"]),
    ("languages", '["en", "de"]', ["en", "de"]),
    ("response_format", "diarized_json", ["diarized_json"]),
]
EACH = [("transcriptions", *case) for case in SHARED + ONLY_TRANSCRIBED] + [
    ("translations", *case) for case in SHARED
]


@pytest.mark.parametrize(("page", "name", "typed", "sent"), EACH)
def test_sends_each_parameter(
    visitor: Visitor, upstream: ScriptedUpstream, page: str, name: str, typed: str, sent: list[str]
) -> None:
    run, response = post(visitor, page, file=stored(visitor), **{name: typed})
    assert response.status_code == 200, response.text
    upstream.answer(json.dumps(ANSWER).encode())
    visitor.ended(run)
    form = form_of(upstream)
    wire = name if len(sent) == 1 and name not in ("keywords", "languages") else f"{name}[]"
    assert form.pop(wire) == sent
    assert form == {"model": ["m"], "file": [("call.wav", SHORT)]}
    assert upstream.requests[-1].target.endswith(f"/audio/{page}")


def test_sends_those_that_go_together(visitor: Visitor, upstream: ScriptedUpstream) -> None:
    typed = {
        "response_format": "verbose_json",
        "timestamp_granularities[]": '["word", "segment"]',
        "known_speaker_names[]": '["Ann", "Bob"]',
        "known_speaker_references[]": json.dumps([DATA_URL, f"playground-file:{stored(visitor, SAMPLE)}"]),
        "chunking_strategy": '{"type": "server_vad", "threshold": 0.5}',
    }
    run, response = post(visitor, file=stored(visitor), **typed)
    assert response.status_code == 200, response.text
    upstream.answer(json.dumps(ANSWER).encode())
    visitor.ended(run)
    form = form_of(upstream)
    assert form["timestamp_granularities[]"] == ["word", "segment"]
    assert form["known_speaker_names[]"] == ["Ann", "Bob"]
    assert form["known_speaker_references[]"][0] == DATA_URL
    assert form["known_speaker_references[]"][1].startswith("data:audio/wav;base64,")
    assert form["chunking_strategy[type]"] == ["server_vad"]
    assert form["chunking_strategy[threshold]"] == ["0.5"]


BAD = [
    ("empty.wav", b"", ""),
    ("words.mp3", b"Not sound, but words. " * 50, "words.mp3 is no sound file"),
    ("cut.m4a", encoded(tones(1), "ipod", "aac")[:300], "cut.m4a is no sound file, or is damaged"),
    ("film.mkv", film_without_sound(), "film.mkv has no sound in it"),
    ("blip.wav", encoded(tones(0.05)), "blip.wav is shorter than 0.1 seconds"),
]


@pytest.mark.parametrize(("name", "content", "words"), BAD, ids=[case[0] for case in BAD])
def test_refuses_a_bad_file_at_its_field(
    visitor: Visitor, upstream: ScriptedUpstream, name: str, content: bytes, words: str
) -> None:
    if not content:
        headers = {"X-CSRFToken": visitor.token, "X-File-Name": name}
        refused = visitor.client.post("/files/", content=content, headers=headers)
        assert (refused.status_code, refused.text) == (422, "The file is empty.")
        return
    _, response = post(visitor, file=stored(visitor, content, name), prompt="kept")
    assert response.status_code == 422
    assert words in response.text.partition('id="id_file_error"')[2].partition("</p>")[0]
    assert "kept" in response.text
    assert upstream.requests == []


def test_asks_for_a_recording(visitor: Visitor, upstream: ScriptedUpstream) -> None:
    for typed in ({}, {"file": str(uuid.uuid4())}, {"file": "no uuid"}):
        _, response = post(visitor, **typed)
        assert response.status_code == 422
        assert "file is required" in response.text
    assert upstream.requests == []


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"model": "gpt-4o-transcribe", "response_format": "srt"}, "must be json for gpt-4o-transcribe"),
        ({"timestamp_granularities[]": "word"}, "needs response_format: verbose_json"),
        ({"include[]": "logprobs", "response_format": "text"}, "needs response_format: json"),
        ({"known_speaker_names[]": "Ann"}, "one reference for each name"),
        ({"temperature": "2"}, "must be 1 or less"),
    ],
    ids=str,
)
def test_refuses_what_does_not_go_together(
    visitor: Visitor, upstream: ScriptedUpstream, typed: dict[str, str], words: str
) -> None:
    _, response = post(visitor, file=stored(visitor), **typed)
    assert response.status_code == 422
    assert words in response.text
    assert upstream.requests == []


def test_takes_a_file_posted_with_the_form(visitor: Visitor, upstream: ScriptedUpstream) -> None:
    run = str(uuid.uuid4())
    files = {"file": ("posted.wav", SHORT, "audio/wav")}
    answer = visitor.post("/audio/transcriptions/", {"run": run, "model": "m"}, files=files)
    assert answer.status_code == 302
    upstream.answer(json.dumps(ANSWER).encode())
    visitor.ended(run)
    assert form_of(upstream)["file"] == [("posted.wav", SHORT)]
    assert "Hello" in visitor.client.get(answer.headers["location"]).text


def test_says_what_will_be_done_before_anything_is_sent(visitor: Visitor, upstream: ScriptedUpstream) -> None:
    sent, named = stored(visitor), stored(visitor, SHORT, "no-ending")
    odd = stored(visitor, encoded(tones(1), "aiff", "pcm_s16be"), "odd.aiff")
    query = {"file": [sent, named, odd], "model": "whisper-1"}
    shown = visitor.client.get("/audio/transcriptions/picked/", params=query).text
    assert "sent as it is" in shown
    assert "sent as no-ending.wav" in shown
    assert "converted to MP3" in shown
    assert "PCM 16 kHz mono · wav" in shown
    assert "unknown price" in shown
    assert upstream.requests == []


def test_converts_what_the_api_does_not_take(visitor: Visitor, upstream: ScriptedUpstream) -> None:
    run, _ = post(visitor, file=stored(visitor, encoded(tones(2), "aiff", "pcm_s16be"), "odd.aiff"))
    assert upstream.asked.wait(60)
    upstream.answer(json.dumps(ANSWER).encode())
    visitor.ended(run)
    ((name, content),) = form_of(upstream)["file"]
    assert name == "odd.mp3"
    assert content[:2] in (b"ID", b"\xff\xf3", b"\xff\xfb")


def test_compresses_what_is_over_25_mb(visitor: Visitor, upstream: ScriptedUpstream) -> None:
    whole = io.BytesIO()
    with wave.open(whole, "wb") as writer:
        writer.setnchannels(2)
        writer.setsampwidth(3)
        writer.setframerate(96_000)
        writer.writeframes(bytes(47 * 6 * 96_000))
    file = stored(visitor, whole.getvalue(), "large.wav")
    shown = visitor.client.get("/audio/transcriptions/picked/", params={"file": file, "model": "m"}).text
    assert "over 25 MB: compressed to MP3, 64 kbit/s" in shown
    run, _ = post(visitor, file=file)
    assert upstream.asked.wait(60)
    upstream.answer(json.dumps(ANSWER).encode())
    visitor.ended(run)
    ((name, content),) = form_of(upstream)["file"]
    assert name == "large.mp3"
    assert 300_000 < len(content) < 500_000


def body_of(transcription: str, visitor: Visitor, words: str) -> str:
    """The card's body, asked for as often as the page would, until it says these words."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        shown = visitor.client.get(f"/audio/transcriptions/{transcription}/", headers=HTMX).text
        if words in shown:
            return shown
    raise AssertionError(shown)


def all_ended(visitor: Visitor, body: str) -> None:
    """Wait until the runs of all parts have ended."""
    for run in dict.fromkeys(re.findall(r"/history/([0-9a-f-]{36})/", body)):
        visitor.ended(run)


def segment(start: float, end: float, text: str) -> dict[str, Any]:
    return {"start": start, "end": end, "text": text}


def test_stitches_parts_and_sends_a_lost_one_again(visitor: Visitor, upstream: ScriptedUpstream) -> None:
    recording = encoded(tones(130), "flac", "flac")
    transcription, answer = post(
        visitor,
        file=stored(visitor, recording, "long.flac"),
        parts="1",
        prompt="Carried",
        response_format="verbose_json",
    )
    assert answer.status_code == 200
    assert upstream.asked.wait(60)
    begun = body_of(transcription, visitor, 'data-part="3"')
    # The parts are asked for side by side; each answer goes to one of them, the second is refused.
    whole = json.dumps(
        {"text": "x", "segments": [segment(0, 30, "First."), segment(20, 70, "Second.")]}
    ).encode()
    upstream.answer(whole)
    upstream.answer(b'{"error": {"message": "Busy here"}}', status="400 Bad Request")
    upstream.answer(whole)
    all_ended(visitor, begun)
    lost = body_of(transcription, visitor, "2 of 3 parts")
    assert "Busy here" in lost
    assert all("Carried" in received.body.decode("latin-1") for received in upstream.requests)
    number = re.search(r"Retry part (\d)", lost)[1]  # type: ignore[index]
    begun = visitor.post(
        f"/audio/transcriptions/{transcription}/parts/{number}/again/", {}, headers=HTMX
    ).text
    upstream.answer(whole)
    all_ended(visitor, begun)
    body_of(transcription, visitor, "3 of 3 parts")
    assert len(upstream.requests) == 4
    read = visitor.client.get(f"/audio/transcriptions/{transcription}/transcript.json").json()
    starts = [each["start"] for each in read["segments"]]
    assert len(starts) == 6
    assert starts == sorted(starts)
    # Cut in a pause, which the last half second of each four is.
    assert all(start % 4 > 3.4 for start in starts[2::2])
    words = [word["start"] for each in read["segments"] for word in each["words"]]
    assert words == sorted(words)


def started(visitor: Visitor, upstream: ScriptedUpstream, body: Any = None) -> str:
    run, _ = post(visitor, file=stored(visitor))
    upstream.answer(json.dumps(body or {"text": "One two. Three <b>four</b>."}).encode())
    visitor.ended(run)
    return run


def test_saves_edits_beside_the_untouched_original(visitor: Visitor, upstream: ScriptedUpstream) -> None:
    uuid_ = started(visitor, upstream)
    at = f"/audio/transcriptions/{uuid_}"

    def text(query: str = "") -> str:
        return visitor.client.get(f"{at}/transcript.txt{query}").text

    original = "One two.\nThree <b>four</b>.\n"
    row = visitor.post(f"{at}/save/", {"key": f"{uuid_}/0", "text": "Uno <i>dos</i>."}, headers=HTMX).text
    assert "&lt;i&gt;" in row
    visitor.post(f"{at}/save/", {"key": f"{uuid_}/0", "text": "Uno dos!", "goes_on": "1"}, headers=HTMX)
    assert text() == "Uno dos!\nThree <b>four</b>.\n"
    assert text("?heard") == original
    replaced = visitor.post(f"{at}/replace/", {"find": "THREE", "by": "Tres\\1"}, headers=HTMX)
    assert "1 replaced" in replaced.text
    assert text() == "Uno dos!\nTres\\1 <b>four</b>.\n"
    visitor.post(f"{at}/reset/", {}, headers=HTMX)
    assert text() == original
    for expected in (
        "Uno dos!\nTres\\1 <b>four</b>.\n",
        "Uno dos!\nThree <b>four</b>.\n",
        original,
        original,
    ):
        visitor.post(f"{at}/undo/", {}, headers=HTMX)
        assert text() == expected
    assert visitor.post(f"{at}/save/", {"key": f"{uuid_}/9", "text": "x"}).status_code == 404


@pytest.mark.parametrize(
    ("seconds", "problem"), [(1, "this sample has 1.0 s"), (11, "this sample has 11.0 s"), (0, "damaged")]
)
def test_refuses_samples_of_the_wrong_length(
    visitor: Visitor, upstream: ScriptedUpstream, seconds: int, problem: str
) -> None:
    sample = encoded(tones(seconds)) if seconds else b"Not sound."
    for reference in (
        f"playground-file:{stored(visitor, sample)}",
        f"data:audio/wav;base64,{base64.b64encode(sample).decode()}",
    ):
        typed = {"known_speaker_names[]": '["Ann"]', "known_speaker_references[]": json.dumps([reference])}
        _, answer = post(visitor, file=stored(visitor), **typed)
        assert answer.status_code == 422
        assert problem in ReadForm(answer.text).text("id_known_speaker_references[]_error")
    assert upstream.requests == []


def test_puts_two_readings_side_by_side(visitor: Visitor, upstream: ScriptedUpstream) -> None:
    file = stored(visitor)
    both = []
    for page, said in (
        ("transcriptions", "Guten Morgen"),
        ("transcriptions", "Guten Morden"),
        ("translations", "Good day"),
    ):
        run, _ = post(visitor, page, file=file)
        upstream.answer(json.dumps({"text": said}).encode())
        visitor.ended(run)
        both.append(run)
    first, second, translated = both
    compared = visitor.client.get(f"/audio/transcriptions/{first}/beside/?with={second}").text
    assert "<del>Morgen </del>" in compared
    assert "<ins>Morden </ins>" in compared
    beside = visitor.client.get(f"/audio/transcriptions/{first}/beside/?with={translated}").text
    assert "Good day" in beside
    assert "<ins>" not in beside


def test_shows_deltas_as_they_come(visitor: Visitor, upstream: ScriptedUpstream) -> None:
    run, _ = post(visitor, file=stored(visitor), stream="true")
    frames = visitor.frames(run)
    upstream.event({"type": "transcript.text.delta", "delta": "Hello <b>"})
    live = next(frame for frame in frames if "Hello" in frame)
    assert "Hello &lt;b&gt;" in live
    upstream.event({"type": "transcript.text.delta", "delta": " there."})
    assert any("there." in frame for frame in frames)
    upstream.event({"type": "transcript.text.done", "text": "Hello <b> there."})
    upstream.cut()
    assert visitor.ended(run)["response"] == {"text": "Hello <b> there."}


def test_fails_a_stream_that_ends_before_its_end(visitor: Visitor, upstream: ScriptedUpstream) -> None:
    run, _ = post(visitor, file=stored(visitor), stream="true")
    upstream.event({"type": "transcript.text.delta", "delta": "Half"})
    upstream.cut()
    ended = visitor.ended(run)
    assert ended["status"] == "failed"
    assert ended["text"] == "Half"


def test_opens_on_a_run_with_its_recording_and_parameters(
    visitor: Visitor, upstream: ScriptedUpstream
) -> None:
    file = stored(visitor)
    run, _ = post(visitor, file=file, prompt="Names: Achterberg")
    upstream.answer(json.dumps(ANSWER).encode())
    visitor.ended(run)
    again = visitor.client.get(f"/audio/transcriptions/?run={run}").text
    assert f'name="file" value="{file}"' in again
    assert "Names: Achterberg" in again
    assert "Hello" in again
