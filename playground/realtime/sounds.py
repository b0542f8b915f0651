"""A session's sound on its way, recorded in passing."""

import base64
from collections.abc import Callable
from typing import Any, NamedTuple

from .models import Sound
from .recorder import APPEND, without_sound
from .recording import Recording
from .seat import Page, Seat
from .wire import wire


class Sent(NamedTuple):
    """The event that brings a piece of sound upstream, and the same as it is kept; both empty when there is none."""

    event: str
    kept: str


class Sounds:
    """Sound that passes through this server, in the session's formats upstream and as 24 kHz PCM to the page."""

    def __init__(
        self, session: dict[str, Any], recording: Recording, seat: Seat, elapsed_ms: Callable[[], int]
    ) -> None:
        self.hearing = wire(session.get("input_audio_format"))
        self.voice = wire(session.get("output_audio_format"))
        self.recording, self.seat, self.elapsed_ms = recording, seat, elapsed_ms
        # Whose voice comes now, and the page that was told.
        self._speaking: tuple[Page | None, str] = (None, "")

    def sent(self, pcm: bytes) -> Sent:
        """The page's sound, on its way up."""
        sound = self.hearing.encoded(pcm)
        self.recording.add(Sound.Side.YOU, pcm, self.began_ms(pcm))
        kept = without_sound(APPEND, {"type": APPEND}, len(sound))
        audio = base64.b64encode(sound).decode()
        return Sent(f'{{"type":"{APPEND}","audio":"{audio}"}}' if sound else "", kept)

    def began_ms(self, pcm: bytes) -> int:
        """When sound that is complete now began."""
        return max(0, self.elapsed_ms() - len(pcm) // 48)

    def came(self, kind: str, event: dict[str, Any]) -> str:
        """The upstream's sound, to the page; returns the event as it is kept. ValueError for no base64."""
        sound = base64.b64decode(str(event.get("delta") or ""))
        pcm = self.voice.decoded(sound)
        item = str(event.get("item_id") or "")
        self.recording.voice(item, pcm, self.elapsed_ms())
        if page := self.seat.page:
            if self._speaking != (page, item):
                page.tell("voice", item_id=item, content_index=event.get("content_index") or 0)
                self._speaking = page, item
            page.play(pcm)
        return without_sound(kind, event, len(sound))


class Copies(Sounds):
    """Sound that goes past this server: the page sends a copy of both sides, each piece behind its side's mark."""

    SIDES = {b"\0\0": Sound.Side.YOU, b"\1\0": Sound.Side.MODEL}

    def sent(self, pcm: bytes) -> Sent:
        side, copy = self.SIDES.get(pcm[:2]), pcm[2:]
        if side:
            self.recording.add(side, copy, self.began_ms(copy))
        return Sent("", "")

    def came(self, kind: str, event: dict[str, Any]) -> str:
        return without_sound(kind, event, len(str(event.get("delta") or "")) * 3 // 4)
