"""Sound for the tests: tones with pauses between them, cheap to make, and what is none."""

import io

import av
import numpy as np

RATE = 16_000


def tones(seconds: float, pause_every: float = 4.0) -> bytes:
    """16-bit mono PCM: a tone that is silent for the last half second of each `pause_every`."""
    at = np.arange(int(seconds * RATE)) / RATE
    wave = np.sin(2 * np.pi * 220 * at) * 9000 * (at % pause_every < pause_every - 0.5)
    return wave.astype("<i2").tobytes()


def encoded(pcm: bytes, container: str = "wav", codec: str = "pcm_s16le") -> bytes:
    file = io.BytesIO()
    with av.open(file, "w", format=container) as target:
        stream = target.add_stream(codec, rate=RATE, layout="mono")
        resampler = av.AudioResampler(stream.format, "mono", RATE, frame_size=stream.frame_size or 1600)
        samples = np.frombuffer(pcm, "<i2").reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples), format="s16", layout="mono")
        frame.sample_rate = RATE
        for fitting in [*resampler.resample(frame), *resampler.resample(None)]:
            target.mux(stream.encode(fitting))
        target.mux(stream.encode(None))
    return file.getvalue()


def film_without_sound() -> bytes:
    file = io.BytesIO()
    with av.open(file, "w", format="matroska") as target:
        stream = target.add_stream("mpeg4", rate=10)
        stream.width = stream.height = 32
        frame = av.VideoFrame.from_ndarray(np.zeros((32, 32, 3), np.uint8), format="rgb24")
        target.mux(stream.encode(frame))
        target.mux(stream.encode(None))
    return file.getvalue()
