"""Recordings in formats that the API does not take, as WAV files."""

import io
import wave
from typing import BinaryIO, cast

import av
from av.audio.resampler import AudioResampler
from av.error import FFmpegError

from playground.runs import files
from playground.runs.models import File

RATE = 24_000


def as_wav(file: File) -> File | None:
    """The recording as a WAV file of the same owner (24 kHz, one channel), made once; None when it cannot be read."""
    name = f"{file.uuid}.wav"
    if made := File.objects.filter(owner=file.owner, name=name).first():
        return made
    written = io.BytesIO()
    try:
        with file.file.open("rb") as content:
            write(cast(BinaryIO, content), written)
    except (FFmpegError, OSError, IndexError):
        return None
    return files.keep(file.owner, written, name)


def write(content: BinaryIO, written: io.BytesIO) -> None:
    """Raises FFmpegError, or IndexError where there is no sound."""
    resampler = AudioResampler("s16", "mono", RATE)
    with av.open(content, "r") as container, wave.open(written, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(RATE)
        for frame in (*container.decode(container.streams.audio[0]), None):
            for piece in resampler.resample(frame):
                writer.writeframes(piece.to_ndarray().tobytes())
