"""What a session's two ends say to each other: the upstream's events to the page, the page's words upstream."""

import json
from collections.abc import AsyncIterator, Callable
from typing import Any, Protocol

from playground.openai.errors import OpenAIError
from playground.openai.realtime_closing import Close
from playground.openai.realtime_shapes import Kind, Shape, modern
from playground.runs.models import Run

from . import answering, client_messages
from .mailbox import Mailbox
from .recorder import APPEND, SOUND_EVENTS, UP
from .recording import Recording
from .seat import Said, Seat
from .secret_transcript import masked
from .sessions import KINDS
from .sounds import Sounds

LONGEST_KEPT = 200_000
# Said over an answer, these end it first.
INTERRUPTING = ("say", "heard", "cancel")
# What a page has not played of a voice yet when that is no interruption, in milliseconds.
NEARLY = 100


class Line(Protocol):
    """The upstream's end: iterating gives its events as JSON text, until it closes."""

    async def send(self, event: str) -> None: ...
    def __aiter__(self) -> AsyncIterator[str]: ...
    @property
    def close(self) -> Close: ...


class Dialogue:
    """`note(name, text)` keeps an event; what we sent carries an arrow before its name."""

    def __init__(
        self, run: Run, seat: Seat, sounds: Sounds, recording: Recording, note: Callable[[str, str], None]
    ) -> None:
        self.owner_id = run.owner_id
        self.kind: Kind = KINDS[run.operation]
        self.shape: Shape = run.params["shape"]
        self.session: dict[str, Any] = dict(run.params["session"])
        self.seat, self.sounds, self.recording, self.note = seat, sounds, recording, note
        self.calls = answering.Calls(run.owner_id)
        # `is_sounding` while the upstream sends a voice that it holds the buffer of: over WebRTC.
        self.is_answering = self.is_sounding = False
        self.secret = ""

    # From the upstream.

    async def heard(self, text: str) -> None:
        """One event of the upstream: to the page what it plays, to the journal all of it."""
        try:
            event = json.loads(text)
        except ValueError:
            event = None
        if not isinstance(event, dict) or not isinstance(event.get("type"), str):
            self.note("unreadable", json.dumps({"type": "unreadable", "text": text[:LONGEST_KEPT]}))
            return
        kind: str = event["type"]
        self.note(kind, self.kept(kind, event, text))
        await self.follow(modern(kind), event)

    def kept(self, kind: str, event: dict[str, Any], text: str) -> str:
        if kind in SOUND_EVENTS:
            try:
                return self.sounds.came(kind, event)
            except ValueError:
                return json.dumps({"type": kind, "delta": "(no base64)"})
        if len(text) > LONGEST_KEPT:
            return json.dumps({"type": kind, "cut": f"{len(text):,} characters were too many to keep"})
        return text.replace(self.secret, masked(self.secret)) if self.secret else text

    async def follow(self, kind: str, event: dict[str, Any]) -> None:
        if kind == "input_audio_buffer.speech_started" and self.interrupts:
            # The server ends its answer by itself.
            self.is_answering = False
            self.seat.tell("interrupt")
        elif kind == "session.updated" and isinstance(event.get("session"), dict):
            self.seat.tell("updated")
        elif kind == "response.created":
            self.is_answering = True
            self.seat.tell("answering")
        elif kind == "response.done":
            self.is_answering = False
            calls = self.calls.asked(event.get("response"))
            for result in await self.calls.automatic(calls):
                self.seat.put(result)
            if self.calls.are_answered():
                self.seat.put({"type": "event", "event": {"type": "response.create"}})
        elif kind.startswith("output_audio_buffer."):
            self.is_sounding = kind.endswith(".started")

    @property
    def interrupts(self) -> bool:
        turns = self.session.get("turn_detection")
        return not isinstance(turns, dict) or turns.get("interrupt_response") is not False

    # To the upstream.

    async def speak(self, upstream: Line, inbox: Mailbox[Said]) -> None:
        while True:
            said = await inbox.get()
            if isinstance(said, bytes):
                await self.append(upstream, said)
            else:
                await self.say(upstream, said)

    async def append(self, upstream: Line, pcm: bytes) -> None:
        sent = self.sounds.sent(pcm)
        if sent.kept:
            self.note(UP + APPEND, sent.kept)
        if sent.event:
            await upstream.send(sent.event)

    async def say(self, upstream: Line, message: dict[str, Any]) -> None:
        if message["type"] == "say" and message.get("images"):
            try:
                message = await answering.with_pictures(self.owner_id, message)
            except OpenAIError as error:
                self.seat.tell("notice", words=error.message)
                return
        if message["type"] == "heard" and not self.cut(message):
            return
        if message["type"] in INTERRUPTING:
            await self.interrupt(upstream)
        if message["type"] == "update":
            self.session |= message["session"]
        for event in client_messages.events(message, self.kind, self.shape):
            await self.send(upstream, event)
        if message["type"] == "result":
            self.calls.answered(message["call_id"])
            # While it answers it cannot be asked: it is when that is done.
            if not self.is_answering and self.calls.are_answered():
                await self.send(upstream, {"type": "response.create"})

    async def interrupt(self, upstream: Line) -> None:
        if self.is_answering:
            self.is_answering = False
            await self.send(upstream, {"type": "response.cancel"})
        if self.is_sounding:
            self.is_sounding = False
            await self.send(upstream, {"type": "output_audio_buffer.clear"})

    def cut(self, message: dict[str, Any]) -> bool:
        """Take what was heard of an item for all there is of it. False when that is all there ever was."""
        item, length = message["item_id"], self.recording.length_ms(message["item_id"])
        message["audio_end_ms"] = min(message["audio_end_ms"], length)
        if not self.is_answering and message["audio_end_ms"] > length - NEARLY:
            return False
        self.recording.cut(item, message["audio_end_ms"])
        return True

    async def send(self, upstream: Line, event: dict[str, Any]) -> None:
        text = json.dumps(event, ensure_ascii=False)
        kept = text if len(text) <= LONGEST_KEPT else answering.without_pictures(event)
        self.note(UP + event["type"], kept)
        await upstream.send(text)
