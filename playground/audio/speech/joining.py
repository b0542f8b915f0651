"""The parts of a long text as one file, in the format that was asked for."""

import hashlib
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import chain
from tempfile import NamedTemporaryFile
from typing import Any, BinaryIO, cast

import av
from av.error import FFmpegError

from playground.audio.sounds import local_path
from playground.runs import files
from playground.runs.models import File
from playground.runs.wav import RATE, head

# Container and codec of each format; bare samples are not encoded.
ENCODED = {
    "mp3": ("mp3", "libmp3lame", RATE),
    "opus": ("ogg", "libopus", 48_000),
    "aac": ("adts", "aac", RATE),
    "flac": ("flac", "flac", RATE),
    "wav": ("wav", "pcm_s16le", RATE),
}


def joined(parts: list[File]) -> File | None:
    """One file of all parts, made once; None when one of them cannot be read."""
    ending = parts[0].name.rpartition(".")[2]
    mark = hashlib.sha256(" ".join(str(part.uuid) for part in parts).encode()).hexdigest()[:8]
    name = f"joined-{mark}.{ending}"
    run = parts[0].run
    if kept := File.objects.filter(owner=parts[0].owner, run=run, name=name).first():
        return kept
    with ExitStack() as stack:
        output = stack.enter_context(NamedTemporaryFile())
        paths = [stack.enter_context(local_path(part)) for part in parts]
        try:
            append(paths, output) if ending == "pcm" else encode(paths, output, ending)
        except (FFmpegError, OSError, IndexError):
            return None
        return files.keep(parts[0].owner, cast(BinaryIO, output), name, run)


def append(paths: list[str], output: Any) -> None:
    """Samples one after the other, with a head, so that players know them."""
    output.write(head())
    for path in paths:
        with open(path, "rb") as part:
            while piece := part.read(256 * 1024):
                output.write(piece)
    size = output.tell() - 44
    output.seek(0)
    output.write(head(size=size))


def encode(paths: list[str], output: Any, ending: str) -> None:
    container, codec, rate = ENCODED.get(ending, ENCODED["mp3"])
    with av.open(output, "w", format=container) as written:
        stream = cast(av.AudioStream, written.add_stream(codec, rate=rate, layout="mono"))
        for frame in sound(paths, stream.format.name, rate):
            written.mux(stream.encode(frame))
        written.mux(stream.encode(None))


def sound(paths: list[str], kind: str, rate: int) -> Iterator[av.AudioFrame]:
    """All of the parts as frames on one clock."""
    for path in paths:
        # Each part by itself: the next may have come in another rate.
        resampler = av.AudioResampler(kind, "mono", rate)
        with av.open(path, "r") as part:
            for decoded in chain(part.decode(part.streams.audio[0]), (None,)):
                for frame in resampler.resample(decoded):
                    # The encoder counts by itself what has no time.
                    frame.pts = None
                    yield frame
