"""Who speaks: voices are told apart by their pitch, which is little, but it is heard and not invented."""

import numpy as np
from numpy.typing import NDArray

from .listener import RATE

LOWEST, HIGHEST = 70, 400
WINDOW = RATE // 20
# Two voices whose pitch differs by less are taken for one.
LIKENESS = 1.2
# How much of itself a sound must repeat to be a vowel, and how many windows are looked at.
VOICED, WINDOWS = 0.5, 100


def pitch_of(pcm: bytes) -> float:
    """The median pitch in Hz of a stretch of speech at 16 kHz; 0 when nothing in it has a pitch."""
    samples = np.frombuffer(pcm, "<i2").astype(np.float64)
    count = len(samples) // WINDOW
    windows = samples[: count * WINDOW].reshape(count, WINDOW)[:: max(1, count // WINDOWS)]
    pitches = [pitch for window in windows if (pitch := pitch_in(window))]
    return float(np.median(pitches)) if pitches else 0.0


def pitch_in(window: NDArray[np.float64]) -> float:
    """By autocorrelation: the delay after which the sound is most like itself."""
    centred = window - window.mean()
    spectrum = np.fft.rfft(centred, 2 * WINDOW)
    likeness = np.fft.irfft(np.abs(spectrum) ** 2)[:WINDOW]
    if likeness[0] < WINDOW:
        return 0.0
    delays = likeness[RATE // HIGHEST : RATE // LOWEST]
    best = int(delays.argmax())
    return RATE / (best + RATE // HIGHEST) if delays[best] > VOICED * likeness[0] else 0.0


class Speakers:
    """Gives each stretch of speech the name of its voice: a known one, or A, B, C in order of appearance."""

    def __init__(self, known: dict[str, float]) -> None:
        self.pitches = dict(known)
        self.last = next(iter(known), "A")
        self.unnamed = 0

    def name(self, pitch: float) -> str:
        if not pitch:
            return self.last
        near = {name: max(pitch, other) / min(pitch, other) for name, other in self.pitches.items() if other}
        nearest = min(near, key=lambda name: near[name], default=None)
        if nearest is None or near[nearest] > LIKENESS:
            nearest = self.new_name()
            self.pitches[nearest] = pitch
        self.last = nearest
        return nearest

    def new_name(self) -> str:
        """Beyond Z everybody is Z."""
        self.unnamed = min(self.unnamed + 1, 26)
        return chr(ord("A") + self.unnamed - 1)
