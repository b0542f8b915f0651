"""Text to speech."""

from collections.abc import Iterator
from fractions import Fraction

import av
import av.filter

from . import engine, voices
from .sentences import sentences

RATE = 24_000
NATURAL = 165
# What a text without a word to say sounds like.
SILENCE = bytes(RATE // 2)


def speak(text: str, voice: str = "alloy", speed: float = 1.0) -> Iterator[bytes]:
    """Pieces of PCM (24 kHz, 16 bit, mono, little-endian), each as soon as it is spoken; never none at all.

    An unknown voice is the API's 400, raised before the first piece is asked for.
    """
    return spoken(text, voices.find(voice), speed)


def spoken(text: str, voice: voices.Voice, speed: float) -> Iterator[bytes]:
    words_a_minute = round(min(max(NATURAL * speed, engine.SLOWEST), engine.FASTEST))
    tape = Tape(NATURAL * speed / words_a_minute)
    silent = True
    for sentence in sentences(text):
        name = voice.speaking(voices.language_of(sentence))
        for piece in tape.play(engine.say(sentence, name, words_a_minute, voice.pitch)):
            silent = False
            yield piece
    for piece in tape.play(None):
        silent = False
        yield piece
    if silent:
        yield SILENCE


class Tape:
    """Brings the engine's samples to the API's rate, and to a tempo that the engine does not speak at."""

    def __init__(self, tempo: float) -> None:
        self.graph = av.filter.Graph()
        self.position = 0
        source = self.graph.add_abuffer(
            sample_rate=engine.RATE, format="s16", layout="mono", time_base=Fraction(1, engine.RATE)
        )
        # A step of atempo halves at most.
        tempos = [] if abs(tempo - 1) < 0.01 else [tempo] if tempo >= 0.5 else [0.5, tempo * 2]
        steps = [self.graph.add("atempo", f"{factor:.4f}") for factor in tempos]
        resample = self.graph.add("aresample", str(RATE))
        self.graph.link_nodes(source, *steps, resample, self.graph.add("abuffersink")).configure()

    def play(self, samples: bytes | None) -> Iterator[bytes]:
        """What can be heard now that these samples went in; None ends the tape."""
        if samples == b"":
            return
        self.graph.push(self.frame(samples) if samples else None)
        while True:
            try:
                frame = self.graph.pull()
            except (av.error.BlockingIOError, av.error.EOFError):
                return
            assert isinstance(frame, av.AudioFrame)
            yield bytes(frame.planes[0])[: 2 * frame.samples]

    def frame(self, samples: bytes) -> av.AudioFrame:
        frame = av.AudioFrame(format="s16", layout="mono", samples=len(samples) // 2)
        frame.planes[0].update(samples)
        frame.sample_rate, frame.time_base, frame.pts = engine.RATE, Fraction(1, engine.RATE), self.position
        self.position += frame.samples
        return frame
