"""A short tone in any of the API's audio formats: the sandbox cannot speak, and this does not pretend to."""

import array
import io
import math
from fractions import Fraction
from random import Random

import av

RATE = 24_000
NOTES = (261.63, 293.66, 329.63, 392.0, 440.0, 523.25)
CODECS = {
    "wav": ("wav", "pcm_s16le"),
    "mp3": ("mp3", "mp3"),
    "flac": ("flac", "flac"),
    "aac": ("adts", "aac"),
}
CODECS["opus"] = ("ogg", "libopus")


def melody(rng: Random, notes: int) -> bytes:
    """PCM: 24 kHz, 16 bit, mono, little-endian; a fifth of a second for each note."""
    length = RATE // 5
    samples = array.array("h")
    for _ in range(notes):
        step = 2 * math.pi * rng.choice(NOTES) / RATE
        samples.extend(int(9000 * math.sin(step * i) * math.sin(math.pi * i / length)) for i in range(length))
    return samples.tobytes()


def encoded(pcm: bytes, format: str) -> bytes:
    """PCM as a file of that format; `pcm16` is the PCM itself."""
    if format == "pcm16":
        return pcm
    container_name, codec = CODECS[format]
    file = io.BytesIO()
    with av.open(file, "w", format=container_name) as container:
        stream = container.add_stream(codec, rate=48_000 if format == "opus" else RATE, layout="mono")
        assert isinstance(stream, av.AudioStream)
        resampler = av.AudioResampler(
            format=stream.format, layout="mono", rate=stream.rate, frame_size=stream.frame_size or 1024
        )
        for frame in [*resampler.resample(frame_of(pcm)), *resampler.resample(None)]:
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return file.getvalue()


def frame_of(pcm: bytes) -> av.AudioFrame:
    frame = av.AudioFrame(format="s16", layout="mono", samples=len(pcm) // 2)
    frame.planes[0].update(pcm)
    frame.sample_rate, frame.pts, frame.time_base = RATE, 0, Fraction(1, RATE)
    return frame
