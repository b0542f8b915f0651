"""Sound as it travels: the page speaks 16-bit PCM at 24 kHz, an upstream perhaps G.711 at 8 kHz."""

from typing import Any

import numpy as np
import numpy.typing as npt

RATE = 24_000
WIDTH = 2
TIMES = 3
Samples = npt.NDArray[Any]
BIAS, CLIP = 132, 32_635


class Wire:
    """One direction of a session's sound in its format; unknown formats pass as PCM."""

    def __init__(self, format: str | None) -> None:
        self.table = {"g711_ulaw": ULAW, "g711_alaw": ALAW}.get(format or "")
        self._rest: Samples = np.empty(0, np.int16)
        self._last = 0

    def encoded(self, pcm: bytes) -> bytes:
        """The page's sound as the upstream takes it."""
        if self.table is None:
            return pcm
        samples = np.concatenate([self._rest, np.frombuffer(pcm, "<i2")])
        whole = len(samples) - len(samples) % TIMES
        self._rest = samples[whole:]
        thirds = samples[:whole].reshape(-1, TIMES).astype(np.int32).sum(axis=1) // TIMES
        return nearest(self.table, thirds)

    def decoded(self, sound: bytes) -> bytes:
        """The upstream's sound as the page takes it."""
        if self.table is None:
            return sound[: len(sound) // WIDTH * WIDTH]
        samples = self.table[np.frombuffer(sound, np.uint8)].astype(np.float32)
        before = np.concatenate([[self._last], samples[:-1]]) if len(samples) else samples
        self._last = int(samples[-1]) if len(samples) else self._last
        steps = (np.arange(TIMES) + 1) / TIMES
        between = before[:, None] + (samples - before)[:, None] * steps
        return bytes(between.reshape(-1).astype("<i2").tobytes())


def nearest(table: Samples, samples: Samples) -> bytes:
    """The codes whose samples come nearest."""
    order = np.argsort(table, kind="stable")
    levels = table[order].astype(np.int32)
    middles = (levels[1:] + levels[:-1]) / 2
    return bytes(order[np.searchsorted(middles, samples, side="right")].astype(np.uint8).tobytes())


def ulaw() -> Samples:
    """What each byte of G.711 µ-law sounds like."""
    codes = ~np.arange(256, dtype=np.uint8)
    exponent, mantissa = (codes >> 4) & 7, codes & 15
    magnitude = ((mantissa.astype(np.int32) << 3) + BIAS << exponent.astype(np.int32)) - BIAS
    return np.where(codes & 128, -magnitude, magnitude).astype(np.int16)


def alaw() -> Samples:
    """What each byte of G.711 A-law sounds like."""
    codes = np.arange(256, dtype=np.uint8) ^ 0x55
    exponent, mantissa = ((codes >> 4) & 7).astype(np.int32), (codes & 15).astype(np.int32)
    small = (mantissa << 4) + 8
    large = (small + 256) << np.maximum(exponent - 1, 0)
    magnitude = np.where(exponent == 0, small, large)
    return np.where(codes & 128, magnitude, -magnitude).astype(np.int16)


ULAW, ALAW = ulaw(), alaw()
