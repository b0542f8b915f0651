"""A process of its own that makes a long recording fit: MP3, mono at 16 kHz, cut where it is quiet.

`PATH FOLDER BIT_RATE PART_SECONDS` (0 for one part) prints JSON lines: {"done": seconds} now and then, and
{"part": name, "start": seconds} for each part that is ready. It holds a minute of sound at most.
"""

import json
import resource
import sys
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

from playground.audio.listening import MEMORY, Unusable, opened, samples

RATE = 16_000
# The last stretch of a part, in which the quietest place is looked for.
WINDOW, SHARE = 60.0, 0.25
FRAME, PAUSE = RATE // 50, 15
SHORTEST = RATE // 2
TOLD_EVERY = 10 * RATE
PIECE = RATE


class Part:
    """An MP3 file that is being written."""

    def __init__(self, path: Path, bit_rate: int) -> None:
        self.path, self.length = path, 0
        self.container = av.open(str(path), "w", format="mp3")
        self.stream: Any = self.container.add_stream("mp3", rate=RATE, layout="mono")
        self.stream.bit_rate = bit_rate
        self.resampler = av.AudioResampler("s16p", "mono", RATE, frame_size=1152)

    def write(self, sound: Any) -> None:
        for at in range(0, len(sound), PIECE):
            piece = np.ascontiguousarray(sound[at : at + PIECE]).reshape(1, -1)
            frame = av.AudioFrame.from_ndarray(piece, format="s16", layout="mono")
            frame.sample_rate, frame.pts, frame.time_base = RATE, self.length, Fraction(1, RATE)
            self.length += piece.shape[1]
            self.encode(self.resampler.resample(frame))

    def encode(self, frames: Iterable[Any]) -> None:
        for frame in frames:
            self.container.mux(self.stream.encode(frame))

    def close(self) -> None:
        if self.length < SHORTEST:
            # The API takes nothing shorter than a tenth of a second.
            self.write(np.zeros(SHORTEST - self.length, np.int16))
        self.encode(self.resampler.resample(None))
        self.container.mux(self.stream.encode(None))
        self.container.close()


def cut(path: str, folder: Path, bit_rate: int, part_seconds: float) -> None:
    most = int(part_seconds * RATE) or sys.maxsize
    window = min(int(WINDOW * RATE), int(most * SHARE))
    held, start, number, told = bytearray(), 0, 1, 0
    part = Part(folder / f"{number:04}.mp3", bit_rate)
    for piece in samples(*opened(path), RATE):
        if part.length < most - window:
            part.write(piece)
        else:
            held += piece.tobytes()
        heard = start + part.length + len(held) // 2
        if heard - told >= TOLD_EVERY:
            told = heard
            tell(done=round(heard / RATE, 1))
        if part.length + len(held) // 2 >= most:
            sound = np.frombuffer(bytes(held), np.int16)
            at = quietest(sound[: most - part.length])
            part.write(sound[:at])
            finish(part, start)
            start, number = start + part.length, number + 1
            part = Part(folder / f"{number:04}.mp3", bit_rate)
            part.write(sound[at:])
            held.clear()
    part.write(np.frombuffer(bytes(held), np.int16))
    finish(part, start)


def quietest(sound: Any) -> int:
    """The middle of the quietest third of a second."""
    count = len(sound) // FRAME
    if count <= PAUSE:
        return len(sound)
    loud = np.abs(sound[: count * FRAME].astype(np.int32)).reshape(count, FRAME).sum(axis=1)
    around = np.convolve(loud, np.ones(PAUSE), "valid")
    # Of several that are silent the last one, so that parts are long.
    at = len(around) - 1 - int(np.argmin(around[::-1]))
    return (at + PAUSE // 2) * FRAME


def finish(part: Part, start: int) -> None:
    part.close()
    tell(part=part.path.name, start=round(start / RATE, 3))


def tell(**fact: Any) -> None:
    print(json.dumps(fact), flush=True)


def main(path: str, folder: str, bit_rate: str, part_seconds: str) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        cut(path, Path(folder), int(bit_rate), float(part_seconds))
    except Unusable as error:
        tell(problem=str(error))


if __name__ == "__main__":
    main(*sys.argv[1:])
