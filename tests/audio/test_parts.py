"""Recordings in parts: the words carried on, speakers, what is handed on, what outlives a deletion or a crash."""

import json
import re
import signal
import sqlite3
from html import unescape
from pathlib import Path
from typing import Any

from tests.runs.conftest import connected
from tests.scripted import ScriptedUpstream
from tests.started import StartedServer, prepared
from tests.visitor import HTMX, Visitor

from .sounds import encoded, tones
from .test_transcriptions import DATA_URL, all_ended, body_of, form_of, post, stored

THREE = encoded(tones(130), "flac", "flac")
REFUSED = b'{"error": {"message": "Busy here"}}'


def again(visitor: Visitor, transcription: str, number: int) -> None:
    visitor.post(f"/audio/transcriptions/{transcription}/parts/{number}/again/", {}, headers=HTMX)


def asked(upstream: ScriptedUpstream, count: int) -> dict[str, list[Any]]:
    """The form of the request number `count`, once it has come."""
    while True:
        upstream.asked.clear()
        if len(upstream.requests) >= count:
            return form_of(upstream)
        assert upstream.asked.wait(30), f"{len(upstream.requests)} requests came"


def test_carries_the_last_words_into_the_next_part(visitor: Visitor, upstream: ScriptedUpstream) -> None:
    recording = stored(visitor, THREE, "long.flac")
    transcription, _ = post(visitor, file=recording, parts="1", order="in_order", prompt="Names: Achterberg")
    assert asked(upstream, 1)["prompt"] == ["Names: Achterberg"]
    said = "word " * 100 + "and the last one."
    upstream.answer(json.dumps({"text": said}).encode())
    (prompt,) = asked(upstream, 2)["prompt"]
    first, _, carried = prompt.partition("\n")
    assert first == "Names: Achterberg"
    assert said.endswith(carried)
    assert 250 < len(carried) <= 300
    assert carried.startswith("word ")
    upstream.answer(REFUSED, status="400 Bad Request")
    # Nothing is known of the part before: only the person's own words go along.
    assert asked(upstream, 3)["prompt"] == ["Names: Achterberg"]
    upstream.answer(b'{"text": "Third."}')
    body_of(transcription, visitor, "Retry part 2")
    again(visitor, transcription, 2)
    assert asked(upstream, 4)["prompt"] == [prompt]
    upstream.answer(b'{"text": "Second."}')
    body_of(transcription, visitor, "3 of 3 parts")


def test_refuses_to_carry_words_where_no_prompt_is_taken(
    visitor: Visitor, upstream: ScriptedUpstream
) -> None:
    file = stored(visitor)
    typed = {"model": "gpt-4o-transcribe-diarize", "order": "in_order"}
    _, answer = post(visitor, file=file, **typed)
    assert answer.status_code == 422
    assert "takes no prompt to carry words on with" in answer.text
    assert upstream.requests == []


def test_tells_the_speakers_of_each_part_apart_and_hands_on_what_was_edited(
    visitor: Visitor, upstream: ScriptedUpstream
) -> None:
    transcription, _ = post(
        visitor,
        file=stored(visitor, encoded(tones(70), "flac", "flac"), "two.flac"),
        parts="1",
        response_format="diarized_json",
        **{
            "known_speaker_names[]": '["Ann"]',
            "known_speaker_references[]": json.dumps([DATA_URL]),
        },
    )
    begun = body_of(transcription, visitor, 'data-part="2"')
    said = [
        {"start": 0, "end": 2, "text": "Hello", "speaker": "A"},
        {"start": 2, "end": 3, "text": "Yes", "speaker": "Ann"},
    ]
    for _ in range(2):
        upstream.answer(json.dumps({"text": "x", "segments": said}).encode())
    all_ended(visitor, begun)
    body = body_of(transcription, visitor, "2 of 2 parts")
    speakers = re.findall(r'segment-speaker" dir="auto">([^<]+)', body)
    assert speakers == ["A (part 1)", "Ann", "A (part 2)", "Ann"]
    first, last = (re.findall(r'data-key="([^"]+)"', body)[at] for at in (0, -1))
    save(visitor, transcription, first, "Edited <b>")
    body = body_of(transcription, visitor, "2 of 2 parts")
    links = dict(re.findall(r'href="(/[^"?]+)\?(text_of=transcription[^"]+)"', body))
    for page in ("/chat/", "/audio/speech/", "/moderations/", "/embeddings/"):
        opened = visitor.client.get(f"{page}?{links[page]}").raise_for_status().text
        assert "A (part 1): Edited &lt;b&gt;" in opened, page
    # What is edited stays with its part when another part is deleted.
    save(visitor, transcription, last, "Of the second")
    visitor.post(f"/history/{first.partition('/')[0]}/delete/", {})
    body = body_of(transcription, visitor, "1 of 2 parts")
    assert "Of the second" in words_of(body)
    assert "Edited" not in words_of(body)
    assert "Edited again" in words_of(save(visitor, transcription, last, "Edited again"))
    nobody = links["/chat/"].replace(transcription, "00000000-0000-4000-8000-000000000000")
    assert visitor.client.get(f"/chat/?{nobody}").status_code == 404
    assert visitor.client.get(f"/chat/?text_of=nothing:{transcription}").status_code == 404


def save(visitor: Visitor, transcription: str, key: str, text: str) -> str:
    """Edit one segment; returns its row."""
    at = f"/audio/transcriptions/{transcription}/save/"
    return visitor.post(at, {"key": key, "text": text}, headers=HTMX).raise_for_status().text


def words_of(html: str) -> str:
    """The text of a page, without its tags."""
    return unescape(re.sub(r"<[^>]+>", "", html))


def test_a_recording_goes_with_the_last_that_heard_it(visitor: Visitor, upstream: ScriptedUpstream) -> None:
    # The API does not take it: what was sent is another file, and names this one nowhere.
    file = stored(visitor, encoded(tones(2), "aiff", "pcm_s16be"), "odd.aiff")
    both = []
    for count in (1, 2):
        transcription, _ = post(visitor, file=file, model=f"m{count}")
        asked(upstream, count)
        upstream.answer(b'{"text": "Heard."}')
        visitor.ended(transcription)
        both.append(transcription)
    for deleted, status in zip(both, (200, 404), strict=True):
        visitor.post(f"/history/{deleted}/delete/", {})
        assert visitor.client.get(f"/history/{deleted}.json").status_code == 404
        assert visitor.client.get(f"/files/{file}/").status_code == status


def test_goes_on_after_a_crash_while_it_prepares_and_while_parts_wait(
    tmp_path: Path, own_upstream: ScriptedUpstream
) -> None:
    prepared(tmp_path)
    recording = encoded(tones(250), "flac", "flac")
    with (
        StartedServer(tmp_path, connected(own_upstream)) as server,
        Visitor(server.wait_until_ready().url) as visitor,
    ):
        file = stored(visitor, recording, "long.flac")
        waits, _ = post(visitor, file=file, parts="1")
        body_of(waits, visitor, 'data-part="5"')
        asked(own_upstream, 4)
        prepares, _ = post(visitor, file=file, parts="1")
        server.stop(signal.SIGKILL)
    own_upstream.reset()
    with sqlite3.connect(tmp_path / "playground.sqlite3") as database:
        # As long ago as it takes until nobody is waited for.
        database.execute("UPDATE audio_transcription SET heartbeat_at = '2020-01-01'")
    database.close()
    with (
        StartedServer(tmp_path, connected(own_upstream)) as server,
        Visitor(server.wait_until_ready().url) as visitor,
    ):
        # The part that waited has its turn; asked to go on as well it is sent once.
        visitor.post(f"/audio/transcriptions/{waits}/resume/", {}, headers=HTMX)
        asked(own_upstream, 1)
        own_upstream.answer(b'{"text": "Heard."}')
        lost = body_of(waits, visitor, "1 of 5 parts")
        assert len(re.findall(r"Retry part \d", lost)) == 4
        for number in range(1, 5):
            again(visitor, waits, number)
            own_upstream.answer(b'{"text": "Heard."}')
        assert "Retry part" not in body_of(waits, visitor, "5 of 5 parts")
        assert "stopped while it prepared" in body_of(prepares, visitor, "Prepare again")
        assert len(own_upstream.requests) == 5
        visitor.post(f"/audio/transcriptions/{prepares}/prepare/", {}, headers=HTMX)
        body_of(prepares, visitor, 'data-part="5"')
