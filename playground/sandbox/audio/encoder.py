"""PCM into the API's formats, while it is still being spoken."""

import io
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction

import av

from . import label
from .speaker import RATE


@dataclass(frozen=True, slots=True)
class Format:
    mime: str
    container: str = ""
    codec: str = ""
    rate: int = RATE
    options: dict[str, str] = field(default_factory=dict)


# Raw PCM has no place for what was spoken; all others carry it.
FORMATS = {
    "mp3": Format("audio/mpeg", "mp3", "mp3", options={"write_xing": "0"}),
    "opus": Format("audio/opus", "ogg", "libopus", rate=48_000),
    "aac": Format("audio/aac", "adts", "aac", options={"write_id3v2": "1"}),
    "flac": Format("audio/flac", "flac", "flac"),
    "wav": Format("audio/wav", "wav", "pcm_s16le"),
    "pcm": Format("audio/pcm"),
}


def encoded(pcm: Iterable[bytes], format: str, text: str = "") -> Generator[bytes, None, None]:
    """The pieces of a file, each as soon as its speech is there (24 kHz, mono); `text` is what all of it says."""
    wanted = FORMATS[format]
    if not wanted.container:
        yield from pcm
        return
    outlet = Outlet()
    options = {"flush_packets": "1", **wanted.options}
    with av.open(outlet, "w", format=wanted.container, options=options, buffer_size=4096) as container:
        if text:
            container.metadata[label.TAG] = label.sealed(text)
        stream = container.add_stream(wanted.codec, rate=wanted.rate, layout="mono")
        assert isinstance(stream, av.AudioStream)
        container.start_encoding()
        resampler = av.AudioResampler(
            stream.format, "mono", wanted.rate, frame_size=stream.frame_size or RATE // 10
        )
        yield outlet.take()
        for frame in frames(pcm):
            for fitting in resampler.resample(frame):
                container.mux(stream.encode(fitting))
            if piece := outlet.take():
                yield piece
        for fitting in resampler.resample(None):
            container.mux(stream.encode(fitting))
        container.mux(stream.encode(None))
    if piece := outlet.take():
        yield piece


def frames(pcm: Iterable[bytes]) -> Iterator[av.AudioFrame]:
    position = 0
    for piece in pcm:
        frame = av.AudioFrame(format="s16", layout="mono", samples=len(piece) // 2)
        frame.planes[0].update(piece)
        frame.sample_rate, frame.pts, frame.time_base = RATE, position, Fraction(1, RATE)
        position += frame.samples
        yield frame


class Outlet:
    """A file that is sent while it is written: the sizes of a header that has left already stay open."""

    def __init__(self) -> None:
        self.sent = self.position = 0
        self.waiting = bytearray()

    def write(self, data: bytes) -> int:
        at = self.position - self.sent
        if at >= 0:
            self.waiting[at : at + len(data)] = data
        self.position += len(data)
        return len(data)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        ends = {io.SEEK_SET: 0, io.SEEK_CUR: self.position, io.SEEK_END: self.sent + len(self.waiting)}
        self.position = ends[whence] + offset
        return self.position

    def tell(self) -> int:
        return self.position

    def take(self) -> bytes:
        """What was written since the last time."""
        taken = bytes(self.waiting)
        self.sent += len(taken)
        self.waiting.clear()
        return taken
