"""Formats of sound, and the turns in it."""

import numpy as np
import pytest

from playground.sandbox.realtime.detection import Detector, segments
from playground.sandbox.realtime.sound import Format, resampled
from tests.sandbox.talk import speech

PCM = Format("pcm16")
VAD = {"type": "server_vad", "threshold": 0.5, "silence_duration_ms": 500}


def heard(sound, turns=VAD, piece=2400):
    """What a detector tells of a sound that comes in pieces: names and seconds."""
    detector = Detector(PCM, turns)
    return [
        (found.what, found.at / PCM.rate)
        for at in range(0, len(sound), piece)
        for found in detector.feed(sound[at : at + piece], at)
    ]


def spoken(text):
    return np.frombuffer(speech(text), "<i2")


def silence(seconds):
    return np.zeros(round(seconds * PCM.rate), np.int16)


def noise(seconds, loudness):
    return (np.random.default_rng(1).normal(0, loudness, round(seconds * PCM.rate))).astype(np.int16)


@pytest.mark.parametrize("name", ["g711_ulaw", "g711_alaw"])
def test_telephone_sound_comes_back_nearly_as_it_was(name):
    format = Format(name)
    samples = (np.sin(np.arange(8000) / 10) * 20_000).astype(np.int16)
    data = format.encoded(samples)
    assert len(data) == len(samples)
    assert np.abs(format.decoded(data).astype(int) - samples).max() < 700
    assert format.milliseconds(len(data)) == 1000


def test_pcm_comes_back_as_it_was():
    samples = spoken("hello")
    assert (PCM.decoded(PCM.encoded(samples)) == samples).all()


def test_keeps_its_length_at_another_rate():
    assert len(resampled(silence(1), 24_000, 16_000)) == pytest.approx(16_000, abs=40)


def test_finds_two_turns_between_silences():
    sound = np.concatenate(
        [silence(1), spoken("one two three"), silence(1), spoken("four five six"), silence(1)]
    )
    turns = [found for found in heard(sound) if found[0] != "pause"]
    assert [what for what, _ in turns] == ["started", "stopped", "started", "stopped"]
    assert turns[0][1] == pytest.approx(1.1, abs=0.25)
    assert turns[1][1] < turns[2][1]


def test_tells_the_same_however_the_sound_is_cut():
    sound = np.concatenate([silence(0.3), spoken("one two three"), silence(1)])
    assert heard(sound, piece=100) == heard(sound, piece=len(sound))


def test_stays_in_a_turn_through_a_pause_that_is_short_enough():
    sound = np.concatenate([spoken("one two three"), silence(0.2), spoken("four five six"), silence(1)])
    patient = VAD | {"silence_duration_ms": 900}
    assert [what for what, _ in heard(sound, patient) if what != "pause"] == ["started", "stopped"]
    assert "pause" in dict(heard(sound, patient))


@pytest.mark.parametrize(
    "sound", [silence(2), noise(2, 30), np.concatenate([silence(1), noise(0.03, 9000), silence(1)])]
)
def test_hears_nobody_in_silence_noise_or_a_click(sound):
    assert heard(sound) == []


def test_wants_louder_voices_with_a_higher_threshold():
    quiet = (spoken("one two three") // 20).astype(np.int16)
    assert heard(np.concatenate([quiet, silence(1)]), VAD | {"threshold": 0.2})
    assert not heard(np.concatenate([quiet, silence(1)]), VAD | {"threshold": 1.0})


def test_waits_longer_the_less_eager_it_is():
    sound = np.concatenate([spoken("one two three"), silence(3)])
    ends = [
        dict(heard(sound, {"type": "semantic_vad", "eagerness": eagerness}))["stopped"]
        for eagerness in ("high", "auto", "low")
    ]
    assert ends == sorted(set(ends))


def test_cuts_a_recording_at_its_pauses_and_loses_nothing():
    sound = np.concatenate([spoken("one two three"), silence(0.6), spoken("four five six")])
    pieces = segments(sound, PCM)
    assert len(pieces) > 1
    assert (np.concatenate(pieces) == sound).all()
