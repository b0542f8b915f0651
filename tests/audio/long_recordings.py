"""A recording of more than an hour with speech in it, made in a moment: one block of MP3, again and again."""

import io
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from playground.sandbox.audio.speaker import RATE, speak

SAID = "We are going to the park tomorrow morning."
BIT_RATE = 128_000


def write(path: Path, minutes: int, every: int) -> None:
    """SAID at the beginning of each `every` minutes, and quiet between."""
    block = mp3(SAID, 60 * every)
    with path.open("wb") as whole:
        for _ in range(minutes // every):
            whole.write(block)


def mp3(said: str, seconds: int) -> bytes:
    words = np.frombuffer(b"".join(speak(said, "cedar")), "<i2")
    sound = np.zeros(seconds * RATE, np.int16)
    sound[RATE : RATE + len(words)] = words
    file = io.BytesIO()
    # Without the head that tells the length of one block.
    with av.open(file, "w", format="mp3", options={"write_xing": "0", "id3v2_version": "0"}) as target:
        stream = target.add_stream("mp3", rate=RATE, layout="mono")
        stream.bit_rate = BIT_RATE
        resampler = av.AudioResampler(stream.format, "mono", RATE, frame_size=1152)
        for at in range(0, len(sound), RATE):
            frame = av.AudioFrame.from_ndarray(
                sound[at : at + RATE].reshape(1, -1), format="s16", layout="mono"
            )
            frame.sample_rate, frame.pts, frame.time_base = RATE, at, Fraction(1, RATE)
            for fitting in resampler.resample(frame):
                target.mux(stream.encode(fitting))
        target.mux(stream.encode(None))
    return file.getvalue()
