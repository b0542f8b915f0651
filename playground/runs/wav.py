"""Sound as WAV files: recordings that the API does not take otherwise, and samples without a head."""

import io
import shutil
import struct
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import NamedTemporaryFile
from typing import BinaryIO, cast

from playground.runs import files
from playground.runs.models import File

RATE = 24_000


def as_wav(file: File) -> File | None:
    """The recording as a WAV file of the same owner (24 kHz, one channel), made once; None when it cannot be read."""
    name = f"{file.uuid}.wav"
    if made := File.objects.filter(owner=file.owner, name=name).first():
        return made
    from av.error import FFmpegError

    written = io.BytesIO()
    try:
        with file.file.open("rb") as content:
            write(cast(BinaryIO, content), written)
    except (FFmpegError, OSError, IndexError):
        return None
    return files.keep(file.owner, written, name)


def write(content: BinaryIO, written: io.BytesIO) -> None:
    """Raises FFmpegError, or IndexError where there is no sound."""
    # Here, as it is large and mostly not needed.
    import av
    from av.audio.resampler import AudioResampler

    resampler = AudioResampler("s16", "mono", RATE)
    with av.open(content, "r") as container, wave.open(written, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(RATE)
        for frame in (*container.decode(container.streams.audio[0]), None):
            for piece in resampler.resample(frame):
                writer.writeframes(piece.to_ndarray().tobytes())


def head(rate: int = RATE, size: int = 0xFFFFFFFF - 36) -> bytes:
    """What makes a WAV file of bare 16-bit samples of one channel; without a `size`, of any number of them."""
    sizes = (size + 36, 16, 1, 1, rate, rate * 2, 2, 16)
    return struct.pack("<4sI8sIHHIIHH4sI", b"RIFF", sizes[0], b"WAVEfmt ", *sizes[1:], b"data", size)


@contextmanager
def headed(samples: BinaryIO, size: int) -> Iterator[BinaryIO]:
    """Bare samples as a WAV file, on disk for as long as it is open."""
    with NamedTemporaryFile() as written:
        written.write(head(size=size))
        shutil.copyfileobj(samples, written)
        yield cast(BinaryIO, written)
