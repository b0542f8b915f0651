"""A process of its own that opens a stranger's sound file: what breaks in a decoder breaks here, and can be killed.

`probe PATH` and `peaks PATH` print one line of JSON. It loads nothing of ours, so that it starts at once.
"""

import json
import resource
import sys
from array import array
from collections.abc import Iterator
from itertools import islice, pairwise
from typing import Any

import av
import numpy as np

# Containers of sound and of films with sound; playlists, which would open other files, are none.
CONTAINERS = "aac,ac3,aiff,amr,asf,au,avi,caf,flac,flv,matroska,mov,mp3,mpeg,mpegts,ogg,w64,wav,wv,xwma"
CPU_SECONDS, MEMORY = 900, 2 * 1024**3
RATE = 8_000
STEP = RATE // 200
# Frames that are looked at together.
BATCH = 64
BARS = 240


class Unusable(Exception):
    """No sound can be had of it; the message ends the sentence that begins with the file's name."""


def opened(path: str) -> tuple[Any, Any]:
    """The container and its first sound track."""
    try:
        container = av.open(path, "r", options={"format_whitelist": CONTAINERS}, metadata_errors="replace")
    except (av.error.FFmpegError, ValueError) as error:
        raise Unusable("is no sound file, or is damaged: choose a recording") from error
    if not container.streams.audio:
        raise Unusable("has no sound in it: choose a file with a sound track")
    track = container.streams.audio[0]
    if track.codec_context is None:
        raise Unusable("is in a format that cannot be decoded here: convert it first")
    return container, track


def frames(container: Any, track: Any) -> Iterator[Any]:
    """Frame by frame; what is damaged is left out."""
    try:
        for packet in container.demux(track):
            try:
                yield from packet.decode()
            except av.error.FFmpegError:
                continue
    except av.error.FFmpegError:
        return


def samples(container: Any, track: Any, rate: int) -> Iterator[Any]:
    """The sound as 16-bit mono pieces at `rate`."""
    resampler = av.AudioResampler("s16", "mono", rate)
    for frame in frames(container, track):
        try:
            fitting = resampler.resample(frame)
        except ValueError:
            # The sound goes on in another format: another recording was appended.
            resampler = av.AudioResampler("s16", "mono", rate)
            fitting = resampler.resample(frame)
        for piece in fitting:
            yield np.frombuffer(bytes(piece.planes[0])[: 2 * piece.samples], np.int16)
    for piece in resampler.resample(None):
        yield np.frombuffer(bytes(piece.planes[0])[: 2 * piece.samples], np.int16)


def probe(path: str) -> dict[str, Any]:
    container, track = opened(path)
    context = track.codec_context
    if next(frames(container, track), None) is None:
        raise Unusable("is damaged: no sound in it can be decoded")
    seconds = (container.duration or 0) / av.time_base or announced(path)
    return {
        "container": container.format.name,
        "codec": context.codec.name,
        "rate": context.sample_rate,
        "channels": context.channels,
        "seconds": round(seconds, 3),
    }


def announced(path: str) -> float:
    """The end of the last packet, for a container that does not say how long it is, as a recorder's."""
    container, track = opened(path)
    end = 0.0
    for packet in container.demux(track):
        if packet.pts is not None:
            end = max(end, float((packet.pts + (packet.duration or 0)) * track.time_base))
    return end


def peaks(path: str) -> dict[str, Any]:
    """The loudest sample of each of BARS equal stretches, from 0 to 255, and the true length."""
    container, track = opened(path)
    loudest, left, count = array("H"), np.zeros(0, np.int16), 0
    sound = samples(container, track, RATE)
    while pieces := list(islice(sound, BATCH)):
        count += sum(map(len, pieces))
        left = np.concatenate((left, *pieces))
        whole = len(left) // STEP * STEP
        if whole:
            steps = np.abs(left[:whole].astype(np.int32)).reshape(-1, STEP).max(axis=1)
            loudest.extend(steps.tolist())
            left = left[whole:]
    steps = np.frombuffer(loudest, np.uint16) if loudest else np.zeros(1, np.uint16)
    edges = np.linspace(0, len(steps), BARS + 1).astype(int)
    bars = [int(steps[a : max(b, a + 1)].max(initial=0)) for a, b in pairwise(edges)]
    top = max(*bars, 1)
    return {"seconds": round(count / RATE, 3), "peaks": [round(255 * bar / top) for bar in bars]}


def main(task: str, path: str) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        found = {"probe": probe, "peaks": peaks}[task](path)
    except Unusable as error:
        found = {"problem": str(error)}
    print(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
