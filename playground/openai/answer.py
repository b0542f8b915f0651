"""An answer as it arrives: JSON, text, bytes or server-sent events, each with its cap."""

import asyncio
import zlib
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any, Literal

from playground.openai.ahead import ahead
from playground.openai.errors import IncompleteAnswer, MalformedAnswer, from_event
from playground.openai.failures import BODY_KEPT, page_title
from playground.openai.parsing import parse
from playground.openai.redaction import without
from playground.openai.request import Request
from playground.openai.sse import EVENT_LIMIT, RUN_LIMIT, Event, EventDecoder

Kind = Literal["events", "json", "text", "binary"]

BODY_LIMIT = 64 * 1024 * 1024
# Longer ones take so long to parse that what else goes on would wait.
PARSED_AT_ONCE = 1024 * 1024

_TEXT_OPERATIONS = {"create_transcription", "create_translation"}
_TEXT_TYPES = {"", "application/x-subrip"}
_INFLATED_PIECE = 1024 * 1024


@dataclass
class Answer:
    """The answer to one request with a status from 200 to 299.

    `elapsed_ms` is the time from sending until the headers were in. `headers` have lower-case names and no
    secrets. One of `events`, `chunks` and `body` consumes it, within `async with client.open(…)`.
    """

    request: Request
    status_code: int
    headers: Mapping[str, str]
    elapsed_ms: int
    kind: Kind
    attempts: int
    _raw: AsyncGenerator[bytes, None] = field(repr=False)
    _close: Callable[[], Awaitable[None]] = field(repr=False)
    _body: Any = field(default=None, repr=False)
    _is_read: bool = field(default=False, repr=False)

    @property
    def streams(self) -> bool:
        """Whether the answer is an event stream."""
        return self.kind == "events"

    async def events(
        self, *, event_limit: int = EVENT_LIMIT, run_limit: int = RUN_LIMIT
    ) -> AsyncIterator[list[Event]]:
        """Lists of events, one list for each piece from the network that completes some.

        MalformedAnswer when one event or all together are larger than the limits (in bytes), after what came
        before was given out; IncompleteAnswer when the connection breaks.
        """
        decoder = EventDecoder(event_limit)
        size = 0
        async with aclosing(ahead(self.chunks())) as chunks:
            async for chunk in chunks:
                size += len(chunk)
                if events := decoder.feed(chunk):
                    yield self._without_keys(events)
                if size > run_limit:
                    raise MalformedAnswer(f"The stream is longer than {run_limit // 1024:,} kB.")
        if events := decoder.close():
            yield self._without_keys(events)

    def _without_keys(self, events: list[Event]) -> list[Event]:
        secrets = self.request.secrets
        together = "\n".join([event.data for event in events])
        if not any(secret in together for secret in secrets):
            return events
        return [Event(without(event.event, secrets), without(event.data, secrets)) for event in events]

    def chunks(self) -> AsyncGenerator[bytes, None]:
        """The body in pieces as they arrive, with gzip undone."""
        encoding = self.headers.get("content-encoding", "identity").strip().lower()
        return self._raw if encoding in ("", "identity") else _inflated(self._raw, encoding)

    async def body(self, limit: int = BODY_LIMIT) -> Any:
        """The whole body: what its JSON means, a str, or bytes, by `kind`; at most `limit` bytes.

        MalformedAnswer when it is not the JSON that was promised. An error reported in it is raised.
        """
        if not self._is_read:
            content = await self._whole(limit)
            is_long = len(content) > PARSED_AT_ONCE
            self._body = await asyncio.to_thread(self._parsed, content) if is_long else self._parsed(content)
            self._is_read = True
        return self._body

    async def aclose(self) -> None:
        """Close the connection unless the answer was read to its end."""
        await self._close()

    async def _whole(self, limit: int) -> bytes:
        parts, size = [], 0
        async with aclosing(self.chunks()) as chunks:
            async for chunk in chunks:
                size += len(chunk)
                if size > limit:
                    raise MalformedAnswer(f"The answer is larger than {limit // 1024**2} MB.")
                parts.append(chunk)
        return b"".join(parts)

    def _parsed(self, content: bytes) -> Any:
        if self.kind == "binary":
            return content
        # A server that repeats what it was sent repeats the key.
        text = without(content.decode("utf-8-sig", "replace"), self.request.secrets)
        if self.kind != "json" and page_title(text) is None:
            return text
        if not text.strip() and self.status_code in (202, 204, 205):
            return None
        try:
            value = parse(text)
        except ValueError as error:
            raise self._not_json(text) from error
        if reported := from_event(value):
            reported.request_id = self.headers.get("x-request-id")
            raise reported.redacted(self.request.secrets)
        return value

    def _not_json(self, text: str) -> MalformedAnswer:
        title = page_title(text)
        if title is not None:
            message = f"The server answered with a web page ({title}), not with JSON."
        elif text.strip():
            message = "The server's answer is not JSON."
        else:
            message = "The server's answer is empty."
        error = MalformedAnswer(message, status_code=self.status_code, body=text[:BODY_KEPT])
        return error.redacted(self.request.secrets)


def kind_of(request: Request, content_type: str) -> Kind:
    """What to make of an answer, liberally: many servers send JSON or events under another name."""
    media_type = content_type.partition(";")[0].strip().lower()
    name = request.operation.name
    if media_type == "text/event-stream":
        return "events"
    if media_type == "application/json" or media_type.endswith("+json"):
        return "json"
    if request.streams and request.operation.body == "json" and media_type in ("", "text/plain"):
        return "events"
    if name in _TEXT_OPERATIONS and (media_type in _TEXT_TYPES or media_type.startswith("text/")):
        return "text"
    if media_type.startswith(("audio/", "image/", "video/")) or (
        name == "create_speech" and not media_type.startswith("text/")
    ):
        return "binary"
    return "json"


async def _inflated(raw: AsyncGenerator[bytes, None], encoding: str) -> AsyncGenerator[bytes, None]:
    """Undo gzip or deflate in bounded pieces, so that a small body cannot become a huge one at once."""
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise MalformedAnswer(f"The server compressed its answer with {encoding}, which was not asked for.")
    inflate = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)
    async with aclosing(raw):
        async for chunk in raw:
            while chunk:
                try:
                    piece = inflate.decompress(chunk, _INFLATED_PIECE)
                except zlib.error as error:
                    raise MalformedAnswer(f"The server's answer is not valid {encoding}.") from error
                if piece:
                    yield piece
                chunk = inflate.unconsumed_tail
    if not inflate.eof:
        raise IncompleteAnswer()
