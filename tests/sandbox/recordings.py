"""Recordings for the tests: speech with and without the tag that says what it is, and none at all."""

import io
import wave
from functools import cache

import av
from django.core.files.uploadedfile import SimpleUploadedFile

from playground.sandbox.audio.encoder import encoded
from playground.sandbox.audio.speaker import RATE, speak

# A sentence that the small recogniser hears well.
PARK = "We are going to the park tomorrow morning."


@cache
def spoken(text: str = PARK, voice: str = "cedar") -> bytes:
    """PCM at 24 kHz."""
    return b"".join(speak(text, voice))


def wav(pcm: bytes) -> bytes:
    """A file that says nothing about what is spoken in it."""
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(RATE)
        writer.writeframes(pcm)
    return file.getvalue()


def tagged(format: str, text: str = PARK) -> bytes:
    """Speech as the sandbox sends it."""
    return b"".join(encoded([spoken(text)], format, text))


def converted(data: bytes, container: str, codec: str, tags: dict[str, str] | None = None) -> bytes:
    """The recording in another container, with its own tags or these."""
    file = io.BytesIO()
    with av.open(io.BytesIO(data)) as source, av.open(file, "w", format=container) as target:
        kept = source.metadata or source.streams.audio[0].metadata
        target.metadata.update(kept if tags is None else tags)
        stream = target.add_stream(codec, rate=48_000, layout="mono")
        resampler = av.AudioResampler(stream.format, "mono", 48_000, frame_size=stream.frame_size or 960)
        for frame in [*source.decode(audio=0), None]:
            for fitting in resampler.resample(frame):
                target.mux(stream.encode(fitting))
        target.mux(stream.encode(None))
    return file.getvalue()


def upload(data: bytes, name: str = "speech.wav") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)
