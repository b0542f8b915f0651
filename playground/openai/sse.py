"""Server-sent events from bytes that may be cut anywhere.

Lines end at CR, LF or CRLF and nowhere else. Plain events (`data: …`, or `event: …` and `data: …`, in one
piece) take a short way; whatever else the format allows is left to httpx-sse.
Specification: https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
"""

import json
from typing import NamedTuple

from httpx_sse._decoders import SSEDecoder

from playground.openai.errors import MalformedAnswer

EVENT_LIMIT = 8 * 1024 * 1024
RUN_LIMIT = 32 * 1024 * 1024

_BOM = b"\xef\xbb\xbf"


class Event(NamedTuple):
    """One event: its name ("message" when the server gave none) and its data as text."""

    event: str
    data: str


class EventDecoder:
    """Turns pieces of a body into events; each is out as soon as its last byte is in.

    An event of more than `event_limit` bytes raises MalformedAnswer.
    """

    def __init__(self, event_limit: int = EVENT_LIMIT) -> None:
        self._limit = event_limit
        self._fields = SSEDecoder()
        self._rest: list[bytes] = []
        self._rest_size = 0
        self._event_size = 0
        self._after_cr = False
        self._started = False

    def feed(self, chunk: bytes) -> list[Event]:
        """The events that this piece completes, often none."""
        if self._after_cr or b"\r" in chunk:
            chunk = self._with_plain_line_ends(chunk)
        if b"\n" not in chunk:
            self._keep(chunk)
            return []
        if self._rest:
            self._rest.append(chunk)
            chunk = b"".join(self._rest)
            self._rest.clear()
            self._rest_size = 0
        if not self._started:
            self._started = True
            chunk = chunk.removeprefix(_BOM)
        return self._decode(chunk)

    def close(self) -> list[Event]:
        """The last event when the server left out the blank line after it, as some do."""
        events = self._lines(b"".join(self._rest).decode("utf-8", "replace")) + self._lines("")
        return [event for event in events if _is_whole(event.data)]

    def _decode(self, text: bytes) -> list[Event]:
        whole, found, rest = text.rpartition(b"\n\n")
        # Decoded at once: no character goes over the end of a line.
        blocks = whole.decode("utf-8", "replace").split("\n\n") if found else []
        events: list[Event] = []
        for block in blocks:
            if len(block) > self._limit:
                self._refuse()
            if not self._event_size and block.startswith("data: ") and "\n" not in block:
                events.append(Event("message", block[6:]))
            else:
                events += self._block(block)
        complete, newline, rest = rest.rpartition(b"\n")
        if newline:
            events += self._lines(complete.decode("utf-8", "replace"))
        if rest:
            self._keep(rest)
        return events

    def _block(self, block: str) -> list[Event]:
        if not self._event_size and block.startswith("event: "):
            name, _, data = block[7:].partition("\n")
            if data.startswith("data: ") and "\n" not in data:
                return [Event(name, data[6:])]
        return self._lines(block + "\n")

    def _lines(self, text: str) -> list[Event]:
        """Feed whole lines, the last one without its LF, to the complete decoder."""
        events = []
        for line in text.split("\n"):
            if line.startswith("error:"):
                self._fields.decode("event: error")
                line = "data:" + line[6:]
            found = self._fields.decode(line)
            if found is not None and found.data:
                events.append(Event(found.event, found.data))
            self._event_size = self._event_size + len(line) + 1 if line else 0
        if self._event_size > self._limit:
            self._refuse()
        return events

    def _with_plain_line_ends(self, chunk: bytes) -> bytes:
        if self._after_cr and chunk.startswith(b"\n"):
            chunk = chunk[1:]
        self._after_cr = chunk.endswith(b"\r")
        return chunk.replace(b"\r\n", b"\n").replace(b"\r", b"\n")

    def _keep(self, part: bytes) -> None:
        self._rest.append(part)
        self._rest_size += len(part)
        if self._rest_size + self._event_size > self._limit:
            self._refuse()

    def _refuse(self) -> None:
        raise MalformedAnswer(f"One event of the stream is larger than {self._limit // 1024:,} kB.")


def _is_whole(data: str) -> bool:
    if data == "[DONE]":
        return True
    try:
        json.loads(data)
    except ValueError:
        return False
    return True
