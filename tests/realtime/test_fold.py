"""What is made of events: turns, delays, rows of the flight recorder, sound in time."""

import json
import wave
from io import BytesIO
from typing import Any

import numpy as np
import pytest

from playground.realtime.fold import Fold
from playground.realtime.g711 import TABLES
from playground.realtime.recorder import UP, rows_of
from playground.realtime.recording import write_wav
from playground.realtime.secret_transcript import SecretTranscript
from playground.realtime.session_transcript import SessionTranscript, TranscriptionTranscript
from playground.realtime.wire import wire
from playground.runs.pieces import Received

HEARD = "conversation.item.input_audio_transcription"
TALK = [
    (0, "session.created", {"session": {"model": "m"}}),
    (100, "input_audio_buffer.speech_started", {"item_id": "a"}),
    (900, "input_audio_buffer.speech_stopped", {"item_id": "a"}),
    (1000, "response.output_item.added", {"item": {"id": "b", "type": "message", "role": "assistant"}}),
    (1100, "response.output_audio_transcript.delta", {"item_id": "b", "delta": "Good "}),
    (1200, "response.output_audio.delta", {"item_id": "b", "delta": "(4 bytes of sound)"}),
    (1300, "response.output_audio_transcript.delta", {"item_id": "b", "delta": "day"}),
    (1400, f"{HEARD}.completed", {"item_id": "a", "transcript": "Hello"}),
    (1500, "response.output_audio_transcript.done", {"item_id": "b", "transcript": "Good day."}),
]


def received(events: list[tuple[int, str, dict[str, Any]]]) -> list[Received]:
    return [
        Received(ms, kind, json.dumps({"type": kind.removeprefix(UP), **more})) for ms, kind, more in events
    ]


def talk(events: list[tuple[int, str, dict[str, Any]]], kind: Any = SessionTranscript) -> Any:
    transcript = kind("00000000-0000-0000-0000-000000000001", {})
    transcript.receive(received(events))
    return transcript


def test_orders_turns_as_they_began_and_measures_from_speech_to_sound() -> None:
    transcript = talk(TALK)
    heard, said = transcript.fold.turns
    assert (heard.text, heard.is_final) == ("Hello", True)
    assert (said.text, said.delay_ms) == ("Good day.", 300)
    assert transcript.text() == "Hello\nGood day."


def test_makes_captions_a_transcript_with_times() -> None:
    events = [
        (100, "input_audio_buffer.speech_started", {"item_id": "a"}),
        (900, "input_audio_buffer.speech_stopped", {"item_id": "a"}),
        (900, "input_audio_buffer.committed", {"item_id": "a"}),
        (2500, "input_audio_buffer.committed", {"item_id": "by hand"}),
        (
            2600,
            f"{HEARD}.completed",
            {"item_id": "a", "transcript": "Hello", "logprobs": [{"logprob": -0.5}]},
        ),
        (2700, f"{HEARD}.completed", {"item_id": "by hand", "transcript": "Bye"}),
    ]
    body = talk(events, TranscriptionTranscript).result()
    assert body["text"] == "Hello\nBye"
    assert body["segments"] == [
        {"start": 0.1, "end": 0.9, "text": "Hello", "avg_logprob": -0.5},
        {"start": 0.9, "end": 2.5, "text": "Bye"},
    ]


def test_measures_to_the_voice_that_is_told_of_where_its_sound_is_not_seen() -> None:
    events = [
        (0, "input_audio_buffer.speech_stopped", {"item_id": "a"}),
        (100, "response.output_item.added", {"item": {"id": "b", "type": "message", "role": "assistant"}}),
        (200, "response.output_audio_transcript.delta", {"item_id": "b", "delta": "Good day"}),
        (250, "output_audio_buffer.started", {"response_id": "r"}),
    ]
    transcript = talk(events)
    assert (transcript.fold.turns[1].delay_ms, transcript.fold.turns[1].has_sound) == (250, True)
    assert transcript.fold.state == "speaking"
    transcript.receive(received([(300, "output_audio_buffer.stopped", {"response_id": "r"})]))
    assert transcript.fold.state == "connected"


def test_tells_what_each_answer_took() -> None:
    usage = {"input_tokens": 1200, "output_tokens": 34, "input_token_details": {"cached_tokens": 800}}
    output = [{"id": "b", "type": "message", "status": "completed"}]
    transcript = talk(
        [
            *TALK,
            (1600, "response.done", {"response": {"status": "completed", "output": output, "usage": usage}}),
            (1700, "response.done", {"response": {"status": "cancelled", "output": [], "usage": usage}}),
        ]
    )
    _, said = transcript.fold.turns
    assert said.usage == usage
    assert transcript.usage()["input_tokens"] == 2400
    assert "1,200 in · 800 cached · 34 out" in transcript.html()
    _, position = transcript.frame(transcript.start())
    transcript.fold.priced(said, "0.0123")
    assert "$0.0123" in transcript.frame(position)[0]
    assert transcript.result()["turns"][1]["cost"] == "0.0123"


def test_adds_up_captions_that_are_billed_by_time() -> None:
    heard = [
        (0, f"{HEARD}.completed", {"item_id": item, "usage": {"type": "duration", "seconds": 2}})
        for item in ("a", "b")
    ]
    assert talk(heard, TranscriptionTranscript).usage() == {"type": "duration", "seconds": 4}


def test_is_the_same_when_it_is_loaded_again() -> None:
    first = talk(TALK)
    again = SessionTranscript(first.run_id, {})
    again.load(json.loads(json.dumps(first.result())))
    assert again.result() == first.result()
    first.close()
    again.close()
    assert "Good day." in again.html()


def test_sends_a_reader_only_what_changed() -> None:
    transcript = talk(TALK[:5])
    first, position = transcript.frame(transcript.start())
    assert "innerHTML:#run-" in first
    assert "Good " in first
    transcript.receive(received([TALK[6]]))
    second, position = transcript.frame(position)
    assert "Good day" in second
    assert "Hello" not in second
    assert 'hx-swap-oob="true"' in second
    assert "×2" in second
    assert "beforeend" not in second


def test_escapes_what_models_say() -> None:
    bad = "<img src=x onerror=alert(1)>"
    call = {
        "id": bad,
        "type": "function_call",
        "name": bad,
        "arguments": bad,
        "call_id": bad,
        "status": "completed",
    }
    transcript = talk(
        [
            (0, f"{HEARD}.completed", {"item_id": bad, "transcript": bad}),
            (1, "response.output_item.done", {"item": call}),
            (2, "error", {"error": {"message": bad, "code": bad}}),
            (3, bad, {}),
        ]
    )
    assert "<img" not in transcript.html()
    assert "<img" not in transcript.frame(None)[0]


@pytest.mark.parametrize(
    "junk", [{"item": 7}, {"item": {"content": 7}}, {"response": []}, {"item_id": [1]}, {"delta": 7}]
)
def test_takes_any_event_of_any_shape(junk: dict[str, Any]) -> None:
    from playground.realtime.fold import HANDLERS

    fold = Fold()
    for number, kind in enumerate(HANDLERS):
        fold.take(number, False, {"type": kind, **junk})


def test_folds_deltas_between_two_events_into_a_row_of_each_kind() -> None:
    append, delta = f"{UP}input_audio_buffer.append", "response.audio.delta"
    kinds = [append, delta, append, delta, "response.done", append]
    rows = rows_of(Received(ms, kind, "{}") for ms, kind in enumerate(kinds))
    assert [(row.arrow, row.kind, row.count) for row in rows] == [
        ("↑", "input_audio_buffer.append", 2),
        ("↓", "response.audio.delta", 2),
        ("↓", "response.done", 1),
        ("↑", "input_audio_buffer.append", 1),
    ]


def test_captions_are_sure_to_a_degree_and_counted() -> None:
    usage = {"type": "tokens", "input_tokens": 3, "input_token_details": {"audio_tokens": 3}}
    completed = {"item_id": "a", "transcript": "Hi", "logprobs": [{"logprob": 0.0}, {"logprob": -1.38629436}]}
    transcript = talk(
        [
            (0, "input_audio_buffer.speech_stopped", {"item_id": "a"}),
            (40, f"{HEARD}.delta", {"item_id": "a", "delta": "H"}),
            (90, f"{HEARD}.completed", {**completed, "usage": usage}),
        ],
        TranscriptionTranscript,
    )
    (turn,) = transcript.fold.turns
    assert (turn.delay_ms, round(turn.confidence, 3)) == (90, 0.5)
    assert transcript.usage() == usage
    assert "50% sure" in transcript.html()


def test_puts_sound_in_time_and_cuts_what_was_not_heard() -> None:
    made = BytesIO()
    write_wav(made, iter([(2, b"\1\0\2\0"), (4, b"\3\0\4\0"), (5, b""), (8, b"\5\0")]))
    with wave.open(BytesIO(made.getvalue())) as read:
        samples = np.frombuffer(read.readframes(99), "<i2").tolist()
    assert samples == [0, 0, 1, 2, 3, 0, 0, 0, 5]


@pytest.mark.parametrize("format", ["g711_ulaw", "g711_alaw"])
def test_speaks_telephone_and_understands_itself(format: str) -> None:
    assert len(set(TABLES[format].tolist())) >= 255
    tone = (np.sin(np.arange(2400) / 24) * 12_000).astype("<i2")
    there, back = wire(format), wire(format)
    codes = there.encoded(tone[:1000].tobytes()) + there.encoded(tone[1000:].tobytes())
    assert len(codes) == 800
    heard = np.frombuffer(back.decoded(codes), "<i2")
    assert len(heard) == 2400
    # The way there and back takes a sample or two of the telephone's.
    assert np.abs(heard[5:2000].astype(int) - tone[2:1997]).max() < 1500


def test_cuts_a_secret_wherever_it_stands() -> None:
    secret = "ek_" + "s" * 40
    transcript = SecretTranscript("00000000-0000-0000-0000-000000000001", {})
    transcript.load(
        {"value": secret, "expires_at": 5, "session": {"note": f"use {secret}", "client_secret": None}}
    )
    assert (transcript.secret, transcript.expires_at) == (secret, 5)
    assert secret not in json.dumps(transcript.result())
    assert secret not in transcript.html()
