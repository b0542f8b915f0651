"""Who speaks when: turns in a stream of sound, by its loudness and by what voices are like."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from pocketsphinx import Vad

from .sound import Format, Samples

# How sure it must be that a sound is a voice, of 0 to 3; at 3 it is deaf to quiet ones.
STRICTNESS = 2
# Of so many frames, so many must sound like speech before a turn begins: a click is no turn.
WINDOW, ENOUGH = 5, 3
# A pause this long ends a segment, which can be recognised while the turn goes on.
PAUSE_MS = 250
LONGEST_SEGMENT_MS = 12_000
LONGEST_TURN_MS = 60_000
# Semantic detection without a model: how long silence must last, by how eager it should be.
PATIENCE_MS = {"low": 1500, "medium": 800, "auto": 800, "high": 400}
# Loudness in dB of full scale that a threshold of 0 asks for, and how much louder 1 is.
QUIETEST, SPAN = -66.0, 44.0


@dataclass(frozen=True, slots=True)
class Heard:
    """Something that happened at `at`, a number of samples since the session began."""

    what: Literal["started", "pause", "stopped"]
    at: int


class Detector:
    """Feeds on samples, reports turns. `turns` is the session's turn detection, flat."""

    def __init__(self, format: Format, turns: dict[str, Any]) -> None:
        self.vad = Vad(STRICTNESS, format.rate)
        self.frame = self.vad.frame_bytes // 2
        self.frame_ms = self.frame * 1000 / format.rate
        self.loudness = loudness(turns.get("threshold", 0.5))
        self.silence_ms = PATIENCE_MS.get(turns.get("eagerness", ""), turns.get("silence_duration_ms", 0))
        self.recent: deque[bool] = deque(maxlen=WINDOW)
        self.rest: Samples = np.zeros(0, np.int16)
        self.speaking = False
        self.turn_ms = self.segment_ms = self.quiet_ms = 0.0

    def feed(self, samples: Samples, at: int) -> Iterator[Heard]:
        """What happens in these samples, of which the first is number `at` of the session."""
        at -= len(self.rest)
        sound = np.concatenate([self.rest, samples])
        whole = len(sound) // self.frame * self.frame
        self.rest = sound[whole:]
        for start in range(0, whole, self.frame):
            speech = self.is_speech(sound[start : start + self.frame])
            yield from (
                self.in_turn(speech, at + start) if self.speaking else self.in_silence(speech, at + start)
            )

    def is_speech(self, frame: Samples) -> bool:
        level = float(np.sqrt(np.mean(np.square(frame, dtype=np.float64))))
        return level > self.loudness and bool(self.vad.is_speech(frame.tobytes()))

    def in_silence(self, speech: bool, at: int) -> Iterator[Heard]:
        self.recent.append(speech)
        if sum(self.recent) >= ENOUGH:
            self.speaking = True
            self.turn_ms = self.segment_ms = self.quiet_ms = 0.0
            yield Heard("started", max(0, at - (len(self.recent) - 1) * self.frame))

    def in_turn(self, speech: bool, at: int) -> Iterator[Heard]:
        end, was_quiet = at + self.frame, self.quiet_ms
        self.turn_ms += self.frame_ms
        self.segment_ms += self.frame_ms
        self.quiet_ms = 0.0 if speech else self.quiet_ms + self.frame_ms
        if self.quiet_ms >= max(self.silence_ms, self.frame_ms) or self.turn_ms >= LONGEST_TURN_MS:
            self.speaking = False
            self.recent.clear()
            yield Heard("stopped", end)
        elif was_quiet < PAUSE_MS <= self.quiet_ms or self.segment_ms >= LONGEST_SEGMENT_MS:
            self.segment_ms = 0.0
            yield Heard("pause", end)


def loudness(threshold: float) -> float:
    """The level, of 32,768, that a threshold between 0 and 1 asks for."""
    return float(32_768 * 10 ** ((QUIETEST + SPAN * threshold) / 20))


def segments(samples: Samples, format: Format) -> list[Samples]:
    """A whole recording cut at its pauses, so that no piece takes long to recognise."""
    detector = Detector(format, {"silence_duration_ms": LONGEST_TURN_MS, "threshold": 0.2})
    cuts = [heard.at for heard in detector.feed(samples, 0) if heard.what != "started"]
    pieces = np.split(samples, [cut for cut in cuts if 0 < cut < len(samples)])
    return [piece for piece in pieces if len(piece)]
