"""Sound as telephones send it, G.711 at 8 kHz, from and to 16-bit PCM at 24 kHz.

https://www.itu.int/rec/T-REC-G.711
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from .wire import Wire

TIMES = 3
Samples = npt.NDArray[Any]
BIAS = 132


class G711(Wire):
    """One direction; `table` is what each of the 256 codes sounds like."""

    def __init__(self, table: Samples) -> None:
        self.table = table
        self._rest: Samples = np.empty(0, np.int16)
        self._last = 0

    def encoded(self, pcm: bytes) -> bytes:
        samples = np.concatenate([self._rest, np.frombuffer(pcm, "<i2")])
        whole = len(samples) - len(samples) % TIMES
        self._rest = samples[whole:]
        thirds = samples[:whole].reshape(-1, TIMES).astype(np.int32).sum(axis=1) // TIMES
        return nearest(self.table, thirds)

    def decoded(self, sound: bytes) -> bytes:
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


TABLES = {"g711_ulaw": ulaw(), "g711_alaw": alaw()}
