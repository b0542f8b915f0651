"""Any answer becomes segments with words that have times."""

import json
import math
from dataclasses import replace

import pytest

from playground.audio.transcription import downloads, subtitles
from playground.audio.transcription.editing import differences, edited, paired
from playground.audio.transcription.reading import Reading, read

VERBOSE = {
    "language": "english",
    "text": "Good morning. Doctor Achterberg, please.",
    "segments": [
        {"start": 0.0, "end": 1.2, "text": " Good morning.", "avg_logprob": math.log(0.9)},
        {"start": 1.4, "end": 3.0, "text": " Doctor Achterberg, please.", "avg_logprob": math.log(0.4)},
    ],
    "words": [
        {"word": "Good", "start": 0.0, "end": 0.4},
        {"word": "morning", "start": 0.5, "end": 1.1},
        {"word": "Doctor", "start": 1.4, "end": 1.8},
        {"word": "Achterberg", "start": 1.9, "end": 2.5},
        {"word": "please", "start": 2.6, "end": 3.0},
    ],
}
CUES = [subtitles.Cue(0.5, 2.0, "One & two", "Ann"), subtitles.Cue(3661.25, 3662.0, "a --> b")]
CASES = [
    pytest.param("Plain text. And more of it!", ["Plain text.", "And more of it!"], id="text"),
    pytest.param(
        subtitles.srt([subtitles.Cue(0, 1, "One"), subtitles.Cue(1, 2, "Two")]), ["One", "Two"], id="srt"
    ),
    pytest.param(
        subtitles.vtt([subtitles.Cue(0, 1, "One"), subtitles.Cue(1, 2, "Two")]), ["One", "Two"], id="vtt"
    ),
    pytest.param({"text": "Only text. 二つ。"}, ["Only text.", "二つ。"], id="json"),
    pytest.param(VERBOSE, ["Good morning.", "Doctor Achterberg, please."], id="verbose_json"),
    pytest.param({"text": "x", "segments": [{"text": "Hi", "speaker": "A"}]}, ["Hi"], id="diarized_json"),
    pytest.param({"text": 7, "segments": "no", "words": [None]}, [], id="nonsense"),
    pytest.param(None, [], id="nothing"),
]


@pytest.mark.parametrize(("body", "texts"), CASES)
def test_reads_each_format(body: object, texts: list[str]) -> None:
    reading = read(body, 10.0)  # type: ignore[arg-type]
    assert [segment.text for segment in reading.segments] == texts
    for segment in reading.segments:
        assert "".join(piece.text for piece in segment.pieces).strip() == segment.text
        starts = [piece.start for piece in segment.pieces]
        assert starts == sorted(starts)


def test_gives_each_word_the_time_that_was_told() -> None:
    second = read(VERBOSE).segments[1]
    assert [(piece.text.strip(), piece.start) for piece in second.pieces] == [
        ("Doctor", 1.4),
        ("Achterberg,", 1.9),
        ("please.", 2.6),
    ]
    assert second.is_doubtful
    assert second.percent == 40


def test_makes_words_of_tokens_and_doubts_the_unsure_ones() -> None:
    tokens = [("Doc", 0.99), ("tor", 0.98), (" Ach", 0.3), ("ter", 0.9), (" here", 0.95)]
    logprobs = [{"token": token, "logprob": math.log(sure)} for token, sure in tokens]
    reading = read({"text": "Doctor Achter here", "logprobs": logprobs}, 6.0)
    pieces = reading.segments[0].pieces
    assert [(piece.text.strip(), piece.percent) for piece in pieces] == [
        ("Doctor", 98),
        ("Achter", 30),
        ("here", 95),
    ]
    assert reading.doubtful == 1
    assert reading.is_estimated
    assert pieces[-1].end == pytest.approx(6.0, abs=0.01)


def test_reads_back_the_subtitles_it_writes() -> None:
    assert subtitles.cues_of(subtitles.srt(CUES))[1].start == 3661.25
    back = subtitles.cues_of(subtitles.vtt(CUES))
    assert (back[0].speaker, back[0].start, back[1].text) == ("Ann", 0.5, "a → b")


@pytest.mark.parametrize("ending", downloads.FORMATS)
def test_writes_each_format_from_each_answer(ending: str) -> None:
    for body in (VERBOSE, "Plain text.", {"text": "=1+1. Two."}):
        written = downloads.FORMATS[ending][1](read(body, 4.0))
        assert "Two" in written or "Plain" in written or "Achterberg" in written
        if ending == "json":
            assert json.loads(written)["segments"]
        if ending == "csv" and isinstance(body, dict) and "segments" not in body:
            assert "'=1+1." in written


def test_keeps_the_times_of_words_that_an_edit_left() -> None:
    heard = replace(read(VERBOSE).segments[1], key="of the run")
    (segment,) = edited(Reading([heard]), {heard.key: "Doctor van Achterberg please"}).segments
    times = {piece.text.strip(): piece.start for piece in segment.pieces}
    assert segment.is_edited
    assert (times["Doctor"], times["Achterberg"], times["please"]) == (1.4, 1.9, 2.6)
    assert 1.4 <= times["van"] <= 1.9


def test_shows_which_words_two_readings_do_not_share() -> None:
    second = {"start": 1.4, "end": 3, "text": "Doctor Acht, please."}
    other = {"text": "", "segments": [VERBOSE["segments"][0], second]}  # type: ignore[index]
    rows = [differences(one, two) for one, two in paired(read(VERBOSE), read(other))]
    assert [text.strip() for text, differs in rows[1][0] if differs] == ["Achterberg,"]
    assert [text.strip() for text, differs in rows[1][1] if differs] == ["Acht,"]
    assert not any(differs for text, differs in rows[0][0])
