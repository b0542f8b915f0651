"""A session under way: the server holds the upstream's socket, a page comes and goes with its own.

What passes is recorded on the way. Both directions are bounded: an upstream that sends more than the page takes is
read no further, a page that sends more than the upstream takes is sent away.
"""

import asyncio
import base64
import json
import time
from collections.abc import Coroutine
from typing import Any, Protocol

from playground.openai import realtime
from playground.openai.errors import NotFound, OpenAIError
from playground.openai.realtime_closing import Close, as_error
from playground.openai.realtime_shapes import Kind, Shape, modern, session_update
from playground.openai.redaction import redact
from playground.openai.request import Endpoint
from playground.openai.sse import Event
from playground.runs.cost import cost
from playground.runs.engine import described, endpoint_of
from playground.runs.journal import Journal
from playground.runs.live import Live

from . import answering, client_messages
from .mailbox import Mailbox
from .models import Sound
from .recorder import APPEND, SOUND_EVENTS, UP, without_sound
from .recording import Recording
from .secret_transcript import masked
from .secrets import minted
from .session_transcript import SessionTranscript
from .sessions import KINDS
from .wire import Wire

# How long a session waits for a page that went away.
GRACE = 20.0
SAVE_EVERY = 1.0
MOST_UNSENT = 2 * 1024 * 1024
LONGEST_KEPT = 200_000
CLOSED = "playground.closed"
# Said over an answer, these end it first.
INTERRUPTING = ("say", "heard", "cancel")
# What a page has not played of a voice yet when that is no interruption, in milliseconds.
NEARLY = 100


class Page(Protocol):
    """The page's end: what is put there goes to the browser in its order."""

    def tell(self, type: str, **fields: Any) -> None: ...
    def play(self, pcm: bytes) -> None: ...
    async def room(self) -> None: ...


class Bridge:
    """One session run. `attach` a page, `take` what it says; `carry` goes on until either side ends."""

    def __init__(self, live: Live, journal: Journal) -> None:
        assert isinstance(live.transcript, SessionTranscript)
        self.live, self.journal, self.transcript = live, journal, live.transcript
        params = live.run.params
        self.kind: Kind = KINDS[live.run.operation]
        self.shape: Shape = params["shape"]
        self.session: dict[str, Any] = dict(params["session"])
        self.hearing = Wire(self.session.get("input_audio_format"))
        self.voice = Wire(self.session.get("output_audio_format"))
        self.recording = Recording(live.pk)
        self.inbox: Mailbox[bytes | dict[str, Any]] = Mailbox(MOST_UNSENT)
        self.page: Page | None = None
        self.calls = answering.Calls(live.run.owner_id)
        self.is_open = self.is_answering = False
        self.speaking = ""
        self._present, self._absent = asyncio.Event(), asyncio.Event()
        self._ended = asyncio.Event()
        self._why = ""
        self._secret = ""
        self._priced: dict[str, Any] = {}

    # The page's side.

    def attach(self, page: Page) -> Page | None:
        """This page speaks and listens from now on; returns the one that did before."""
        before, self.page = self.page, page
        self._present.set()
        self._absent.clear()
        self.speaking = ""
        if self.is_open:
            page.tell("ready")
        return before

    def detach(self, page: Page) -> None:
        if self.page is page:
            self.page = None
            self._present.clear()
            self._absent.set()

    def take(self, said: bytes | dict[str, Any]) -> bool:
        """Take in the page's sound or a checked message; False when the upstream is too far behind."""
        if isinstance(said, dict) and said["type"] == "end":
            self.end("Ended on the page.")
            return True
        return self.inbox.put(said, len(said) if isinstance(said, bytes) else 1000)

    def tell(self, type: str, **fields: Any) -> None:
        if self.page:
            self.page.tell(type, **fields)

    def end(self, why: str) -> None:
        self._why = why
        self._ended.set()

    # The session.

    async def carry(self) -> None:
        """From the secret to the end. Raises the OpenAIError that it ends with, if it does."""
        endpoint = endpoint_of(self.live.run)
        secret, is_minted = await self.secret(endpoint)
        self._secret = secret
        params = self.live.run.params
        model = str(self.session.get("model") or params.get("model") or "")
        request = realtime.prepare(endpoint, secret, self.kind, self.shape, model)
        self.live.request = described(request)
        began = time.monotonic()
        async with realtime.connected(request) as upstream:
            self.opened(round((time.monotonic() - began) * 1000))
            if not is_minted:
                await self.send(upstream, session_update(self.kind, self.shape, self.session))
            await self.pass_on(upstream)
            close = Close(1000, self._why) if self._ended.is_set() else upstream.close
        self.note(
            UP + CLOSED if self._ended.is_set() else CLOSED, json.dumps({"type": CLOSED, **close._asdict()})
        )
        if error := as_error(close, redact(self.transcript.fold.said, request.secrets)):
            raise error

    async def secret(self, endpoint: Endpoint) -> tuple[str, bool]:
        """The minted secret; the connection's own key where the server knows no minting."""
        try:
            return await minted(self.live.run.owner_id, self.live.run.params["secret"]), True
        except NotFound as error:
            if error.status_code is None or error.code == "model_not_found":
                raise
            return endpoint.key, False

    def opened(self, ms: int) -> None:
        self.live.began = time.monotonic()
        self.live.headers_ms, self.live.status_code = ms, 101
        self.is_open = True
        self.live.move_on()
        self.tell("ready")

    async def pass_on(self, upstream: realtime.Upstream) -> None:
        """Both directions, until the first of them ends."""
        works: list[Coroutine[Any, Any, Any]] = [
            self.listen(upstream),
            self.speak(upstream),
            self.save(),
            self.watch(),
            self._ended.wait(),
        ]
        tasks = [asyncio.create_task(work) for work in works]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await self.recording.save(self.journal)

    async def save(self) -> None:
        while True:
            await asyncio.sleep(SAVE_EVERY)
            await self.recording.save(self.journal)
            await self.price()

    async def price(self) -> None:
        """What it has cost so far; the list of prices is long, and nobody waits for it."""
        usage = self.transcript.fold.usage
        if usage != self._priced:
            self._priced = usage
            run = self.live.run
            self.transcript.cost = await asyncio.to_thread(cost, run.model, usage, run.connection)
            self.live.move_on()

    async def watch(self) -> None:
        """End the session when no page is there for too long."""
        while True:
            try:
                async with asyncio.timeout(GRACE):
                    await self._present.wait()
            except TimeoutError:
                self.end("The page went away.")
                return
            await self._absent.wait()

    # From the upstream.

    async def listen(self, upstream: realtime.Upstream) -> None:
        async for text in upstream:
            await self.heard(text)
            if self.page:
                await self.page.room()

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
        if kind in SOUND_EVENTS:
            text = self.sound(kind, event)
        elif len(text) > LONGEST_KEPT:
            text = json.dumps({"type": kind, "cut": f"{len(text):,} characters were too many to keep"})
        elif self._secret and self._secret in text:
            text = text.replace(self._secret, masked(self._secret))
        self.note(kind, text)
        await self.follow(modern(kind), event)

    def sound(self, kind: str, event: dict[str, Any]) -> str:
        try:
            sound = base64.b64decode(str(event.get("delta") or ""))
        except ValueError:
            return json.dumps({"type": kind, "delta": "(no base64)"})
        pcm = self.voice.decoded(sound)
        item = str(event.get("item_id") or "")
        self.recording.voice(item, pcm, self.live.elapsed_ms())
        if self.page:
            if self.speaking != item:
                self.page.tell("voice", item_id=item, content_index=event.get("content_index") or 0)
                self.speaking = item
            self.page.play(pcm)
        return without_sound(kind, event, len(sound))

    async def follow(self, kind: str, event: dict[str, Any]) -> None:
        if kind == "input_audio_buffer.speech_started" and self.interrupts:
            # The server ends its answer by itself.
            self.is_answering = False
            self.tell("interrupt")
        elif kind == "session.updated" and isinstance(event.get("session"), dict):
            self.tell("updated")
        elif kind == "response.created":
            self.is_answering = True
        elif kind == "response.done":
            self.is_answering = False
            calls = self.calls.asked(event.get("response"))
            for result in await self.calls.automatic(calls):
                self.take(result)

    @property
    def interrupts(self) -> bool:
        turns = self.session.get("turn_detection")
        return not isinstance(turns, dict) or turns.get("interrupt_response") is not False

    # To the upstream.

    async def speak(self, upstream: realtime.Upstream) -> None:
        while True:
            said = await self.inbox.get()
            if isinstance(said, bytes):
                await self.append(upstream, said)
            else:
                await self.say(upstream, said)

    async def append(self, upstream: realtime.Upstream, pcm: bytes) -> None:
        sound = self.hearing.encoded(pcm)
        self.recording.add(Sound.Side.YOU, pcm, max(0, self.live.elapsed_ms() - len(pcm) // 48))
        self.note(UP + APPEND, without_sound(APPEND, {"type": APPEND}, len(sound)))
        if sound:
            audio = base64.b64encode(sound).decode()
            await upstream.send(f'{{"type":"{APPEND}","audio":"{audio}"}}')

    async def say(self, upstream: realtime.Upstream, message: dict[str, Any]) -> None:
        if message["type"] == "say" and message.get("images"):
            try:
                message = await answering.with_pictures(self.live.run.owner_id, message)
            except OpenAIError as error:
                self.tell("notice", words=error.message)
                return
        if message["type"] == "heard" and not self.cut(message):
            return
        if message["type"] in INTERRUPTING and self.is_answering:
            self.is_answering = False
            await self.send(upstream, {"type": "response.cancel"})
        if message["type"] == "update":
            self.session |= message["session"]
        for event in client_messages.events(message, self.kind, self.shape):
            await self.send(upstream, event)
        if message["type"] == "result" and self.calls.answered(message["call_id"]):
            await self.send(upstream, {"type": "response.create"})

    def cut(self, message: dict[str, Any]) -> bool:
        """Take what was heard of an item for all there is of it. False when that is all there ever was."""
        item, length = message["item_id"], self.recording.length_ms(message["item_id"])
        message["audio_end_ms"] = min(message["audio_end_ms"], length)
        if not self.is_answering and message["audio_end_ms"] > length - NEARLY:
            return False
        self.recording.cut(item, message["audio_end_ms"])
        return True

    async def send(self, upstream: realtime.Upstream, event: dict[str, Any]) -> None:
        text = json.dumps(event, ensure_ascii=False)
        kept = text if len(text) <= LONGEST_KEPT else answering.without_pictures(event)
        self.note(UP + event["type"], kept)
        await upstream.send(text)

    def note(self, name: str, text: str) -> None:
        self.live.receive([Event(name, text)])
        self.journal.note(self.live)


bridges: dict[int, Bridge] = {}


async def carry(live: Live, journal: Journal) -> None:
    """The carrier of both kinds of session."""
    bridge = bridges[live.pk] = Bridge(live, journal)
    try:
        await bridge.carry()
    finally:
        del bridges[live.pk]
        if bridge.page:
            bridge.page.tell("ended")
