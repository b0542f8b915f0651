"""The input audio buffer: what was appended and not yet committed, and the turns found in it."""

from collections.abc import Iterator
from typing import Any

from ..errors import bad_request
from .detection import Detector, Heard
from .sound import Format, Samples

MOST_APPENDED = 15 * 1024 * 1024
MOST = 16 * 1024 * 1024
LEAST_MS = 100
# Kept before a turn begins, when its prefix is shorter: the detector tells of the beginning a little later.
KEPT_MS = 1000
PADDING_MS = 300


class InputBuffer:
    """Sound in `format`; positions are samples since this buffer began, times are since the session did."""

    def __init__(self, format: Format, turns: dict[str, Any] | None, since_ms: float = 0.0) -> None:
        self.format, self.since_ms = format, since_ms
        self.data = bytearray()
        self.first = 0
        self.listen(turns)

    def listen(self, turns: dict[str, Any] | None) -> None:
        """Begin to look for turns, with other settings than before or not at all."""
        self.turns = turns
        self.detector = Detector(self.format, turns) if turns else None

    @property
    def end(self) -> int:
        return self.first + len(self.data) // self.format.width

    @property
    def padding(self) -> int:
        """Samples that belong to a turn before it was noticed."""
        milliseconds: int = (self.turns or {}).get("prefix_padding_ms", PADDING_MS)
        return milliseconds * self.format.rate // 1000

    @property
    def speaking(self) -> bool:
        return self.detector is not None and self.detector.speaking

    def append(self, data: bytes) -> Iterator[Heard]:
        """Take the sound in, and tell what happens in it."""
        if len(data) > MOST_APPENDED:
            message = "Invalid 'audio': one event may append at most 15 MB of audio."
            raise bad_request(message, "audio", "audio_above_max_length")
        if len(data) % self.format.width:
            message = "Invalid 'audio': expected whole 16-bit samples, but got an odd number of bytes."
            raise bad_request(message, "audio", "invalid_value")
        if len(self.data) + len(data) > MOST:
            message = "The input audio buffer is full. Commit or clear it."
            raise bad_request(message, "audio", "input_audio_buffer_full")
        at = self.end
        self.data += data
        if self.detector:
            yield from self.detector.feed(self.format.decoded(data), at)

    def start_of_turn(self, at: int) -> int:
        """Where the turn that was noticed at `at` begins, with its padding."""
        return max(self.first, at - self.padding)

    def samples(self, start: int, end: int) -> Samples:
        return self.format.decoded(bytes(self.data[self.offset(start) : self.offset(end)]))

    def take(self, end: int) -> bytes:
        """What comes before `end`, which then is no longer in the buffer."""
        taken = bytes(self.data[: self.offset(end)])
        self.drop(end)
        return taken

    def drop(self, end: int) -> None:
        end = max(self.first, min(end, self.end))
        del self.data[: self.offset(end)]
        self.first = end

    def drop_silence(self) -> None:
        """Outside of turns only what may belong to the next one is kept."""
        if self.detector and not self.speaking:
            self.drop(self.end - max(self.padding, KEPT_MS * self.format.rate // 1000))

    def clear(self) -> None:
        self.drop(self.end)
        self.listen(self.turns)

    def take_all(self) -> bytes:
        """The whole buffer, to be committed; raises the API's 400 when there is next to nothing in it."""
        length = self.format.milliseconds(len(self.data))
        if length < LEAST_MS:
            raise bad_request(
                f"Error committing input audio buffer: buffer too small. Expected at least {LEAST_MS}ms of "
                f"audio, but buffer only has {length:.2f}ms of audio.",
                code="input_audio_buffer_commit_empty",
            )
        taken = self.take(self.end)
        self.listen(self.turns)
        return taken

    def offset(self, position: int) -> int:
        return max(0, position - self.first) * self.format.width

    def milliseconds(self, position: int) -> int:
        """The time of a position, since the session began."""
        return round(self.since_ms + position * 1000 / self.format.rate)
