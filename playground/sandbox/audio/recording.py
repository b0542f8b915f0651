"""A recording in whatever container it came, decoded in pieces and never whole."""

from collections.abc import Iterator
from itertools import chain
from typing import IO, Any

import av
import numpy as np

from . import label
from .listener import RATE, Samples

# Containers of sound and of films with sound; playlists, which would open other files, are none.
CONTAINERS = (
    "aac,ac3,aiff,amr,asf,au,avi,caf,flac,flv,matroska,webm,mov,mp4,m4a,mp3,mpeg,mpegts,ogg,w64,wav,xwma"
)


class Unreadable(Exception):
    """There is no sound in this file that can be decoded."""


class Recording:
    """The first sound track of a file; `seconds` grow as it is read. `Unreadable` if there is nothing to read.

    `spoken` is what it says if the sandbox made it, else None.
    """

    def __init__(self, file: IO[bytes] | Any) -> None:
        try:
            self.container = av.open(file, "r", options={"format_whitelist": CONTAINERS})
        except (av.error.FFmpegError, ValueError, UnicodeDecodeError):
            raise Unreadable from None
        if not self.container.streams.audio:
            self.close()
            raise Unreadable
        self.track = self.container.streams.audio[0]
        self.spoken = label.opened(self.container.metadata) or label.opened(self.track.metadata)
        self.seconds = 0.0
        self.stopped = False
        self.source = self.frames()
        self.first = next(self.source)

    @property
    def announced(self) -> float:
        """The seconds that the container promises, 0 when it says nothing."""
        return (self.container.duration or 0) / av.time_base

    @property
    def kind(self) -> str:
        context = self.track.codec_context
        channels = "mono" if context.channels == 1 else f"{context.channels} channels"
        return f"{context.codec.name}, {context.sample_rate} Hz, {channels}"

    def stop(self) -> None:
        """End `samples` at the next piece; may be called from another thread."""
        self.stopped = True

    def close(self) -> None:
        self.container.close()

    def samples(self) -> Iterator[Samples]:
        """The sound at 16 kHz, mono, once; what is damaged is left out."""
        resampler = av.AudioResampler("s16", "mono", RATE)
        for frame in chain([self.first], self.source, [None]):
            try:
                fitting = resampler.resample(frame)
            except ValueError:
                # The sound goes on in another format: another recording was appended.
                return self.measure()
            for piece in fitting:
                yield np.frombuffer(bytes(piece.planes[0])[: 2 * piece.samples], np.int16)

    def measure(self) -> None:
        """Read on to the end without listening, so that `seconds` are all of them."""
        for _ in self.source:
            pass

    def frames(self) -> Iterator[av.AudioFrame]:
        try:
            for packet in self.container.demux(self.track):
                if self.stopped:
                    return
                for frame in decoded(packet):
                    self.seconds += frame.samples / frame.sample_rate
                    yield frame
        except av.error.FFmpegError:
            pass
        if not self.seconds:
            raise Unreadable


def decoded(packet: "av.Packet[av.AudioStream]") -> list[av.AudioFrame]:
    try:
        return packet.decode()
    except av.error.FFmpegError:
        return []
