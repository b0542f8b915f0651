"""Speech to text: a small recogniser for English that truly listens, and often mishears."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pocketsphinx import Endpointer, Vad

from . import decoders

Samples = NDArray[np.int16]

RATE = 16_000
FRAMES_A_SECOND = 100
LONGEST_UTTERANCE = 12.0


@dataclass(frozen=True, slots=True)
class Word:
    """`start` and `end` in seconds, `confidence` from 0 to 1."""

    text: str
    start: float
    end: float
    confidence: float


@dataclass(frozen=True, slots=True)
class Utterance:
    """Sound between two pauses, in seconds, and the words heard in it, which may be none."""

    start: float
    end: float
    words: list[Word]


def recognise(samples: Samples) -> list[Word]:
    """The words of a recording at 16 kHz, mono."""
    return [word for utterance in utterances([samples]) for word in utterance.words]


def utterances(pieces: Iterable[Samples]) -> Iterator[Utterance]:
    """What is heard in a recording that comes in pieces (16 kHz, mono), as each part is recognised."""
    for start, voiced in between_pauses(pieces):
        seconds = len(voiced) / 2 / RATE
        yield Utterance(start, start + seconds, heard(voiced, start))


def between_pauses(pieces: Iterable[Samples]) -> Iterator[tuple[float, bytes]]:
    """The parts with a voice in them, by the recogniser's own detection: where each starts, and its PCM."""
    endpointer = Endpointer(vad_mode=Vad.LOOSE, sample_rate=RATE)
    voiced, start, goes_on = bytearray(), 0.0, False
    for frame, last in frames(pieces, endpointer.frame_bytes):
        speech = endpointer.end_stream(frame) if last else endpointer.process(frame)
        if speech:
            start = start if voiced or goes_on else endpointer.speech_start
            voiced += speech
        full = len(voiced) >= LONGEST_UTTERANCE * RATE * 2
        if voiced and (full or last or not endpointer.in_speech):
            yield start, bytes(voiced)
            start += len(voiced) / 2 / RATE
            goes_on = endpointer.in_speech
            voiced.clear()


def frames(pieces: Iterable[Samples], size: int) -> Iterator[tuple[bytes, bool]]:
    """The same samples in frames of `size` bytes; the last one, said to be so, may be shorter."""
    left = bytearray()
    for piece in pieces:
        left += piece.astype("<i2", copy=False).tobytes()
        whole = max(0, (len(left) - 1) // size * size)
        for at in range(0, whole, size):
            yield bytes(left[at : at + size]), False
        del left[:whole]
    if left:
        yield bytes(left), True


def heard(voiced: bytes, offset: float) -> list[Word]:
    return [
        Word(
            text,
            round(offset + first / FRAMES_A_SECOND, 3),
            round(offset + (last + 1) / FRAMES_A_SECOND, 3),
            min(1.0, probability),
        )
        for text, first, last, probability in decoders.words(voiced)
    ]
