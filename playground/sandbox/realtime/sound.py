"""The audio formats of a session: 16-bit PCM at 24 kHz, and the telephone's two laws at 8 kHz."""

import base64
import binascii
from dataclasses import dataclass
from functools import cache

import av
import numpy as np
import numpy.typing as npt

from ..errors import bad_request

Samples = npt.NDArray[np.int16]
SPOKEN_RATE = 24_000
HEARD_RATE = 16_000
LAWS = {"g711_ulaw": "pcm_mulaw", "g711_alaw": "pcm_alaw"}


@dataclass(frozen=True, slots=True)
class Format:
    """`name` is the beta's: pcm16, g711_ulaw or g711_alaw."""

    name: str

    @property
    def rate(self) -> int:
        return 8000 if self.name in LAWS else SPOKEN_RATE

    @property
    def width(self) -> int:
        """Bytes a sample."""
        return 1 if self.name in LAWS else 2

    def milliseconds(self, size: int) -> float:
        """The length of so many bytes."""
        return size * 1000 / (self.rate * self.width)

    def size(self, milliseconds: float) -> int:
        """The bytes of so many milliseconds, whole samples."""
        return round(milliseconds * self.rate / 1000) * self.width

    def decoded(self, data: bytes) -> Samples:
        if self.name in LAWS:
            return laws(LAWS[self.name])[0][np.frombuffer(data, np.uint8)]
        return np.frombuffer(data[: len(data) // 2 * 2], "<i2")

    def encoded(self, samples: Samples) -> bytes:
        if self.name in LAWS:
            return laws(LAWS[self.name])[1][samples.view(np.uint16)].tobytes()
        return samples.astype("<i2").tobytes()


@cache
def laws(codec: str) -> tuple[Samples, npt.NDArray[np.uint8]]:
    """What each byte of a law means, and the byte for each 16-bit sample."""
    reader = av.CodecContext.create(codec, "r")
    writer = av.CodecContext.create(codec, "w")
    assert isinstance(reader, av.AudioCodecContext)
    assert isinstance(writer, av.AudioCodecContext)
    for context in (reader, writer):
        context.sample_rate, context.layout = 8000, "mono"
    writer.format = av.AudioFormat("s16")
    meaning = reader.decode(av.Packet(bytes(range(256))))[0].to_ndarray()[0]
    frame = frame_of(np.arange(65_536, dtype=np.uint16).view(np.int16), 8000)
    return meaning, np.frombuffer(bytes(writer.encode(frame)[0]), np.uint8)


def frame_of(samples: Samples, rate: int) -> av.AudioFrame:
    frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16", layout="mono")
    frame.sample_rate = rate
    return frame


class Resampler:
    """Brings pieces of one recording to another rate."""

    def __init__(self, source: int, target: int) -> None:
        self.source, self.inner = source, av.AudioResampler(format="s16", layout="mono", rate=target)

    def feed(self, samples: Samples) -> Samples:
        return joined(self.inner.resample(frame_of(samples, self.source)))

    def end(self) -> Samples:
        return joined(self.inner.resample(None))


def joined(frames: list[av.AudioFrame]) -> Samples:
    return np.concatenate([np.zeros(0, np.int16), *(frame.to_ndarray()[0] for frame in frames)])


def resampled(samples: Samples, source: int, target: int) -> Samples:
    if source == target or not len(samples):
        return samples
    resampler = Resampler(source, target)
    return np.concatenate([resampler.feed(samples), resampler.end()])


def audio_of(text: str, path: str) -> bytes:
    """The bytes of base64; raises the API's 400."""
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        message = f"Invalid '{path}'. Expected base64-encoded audio bytes, but got an invalid value."
        raise bad_request(message, path, "invalid_value") from None
