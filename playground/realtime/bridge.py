"""A session under way, from its secret to its end: the server holds the upstream, a page comes and goes.

What passes is recorded on the way. Both directions are bounded: an upstream that sends more than the page takes is
read no further, a page that sends more than the upstream takes is sent away.
"""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from playground.openai import realtime, realtime_calls
from playground.openai.errors import NotFound
from playground.openai.realtime_closing import Close, as_error
from playground.openai.realtime_shapes import session_update
from playground.openai.redaction import redact
from playground.openai.request import Endpoint
from playground.openai.sse import Event
from playground.runs.cost import cost
from playground.runs.engine import described, endpoint_of
from playground.runs.journal import Journal
from playground.runs.live import Live

from .dialogue import Dialogue, Line
from .direct import Call
from .recorder import UP
from .recording import Recording
from .seat import Page, Said, Seat
from .secrets import minted
from .session_transcript import SessionTranscript
from .sounds import Copies, Sounds

# How long a session waits for a page that went away.
GRACE = 20.0
SAVE_EVERY = 1.0
CLOSED = "playground.closed"


class Bridge:
    """One session run. `attach` a page, `take` what it says; `carry` goes on until either side ends."""

    def __init__(self, live: Live, journal: Journal) -> None:
        assert isinstance(live.transcript, SessionTranscript)
        self.live, self.journal, self.transcript = live, journal, live.transcript
        run = live.run
        self.seat = Seat()
        self.call = Call(self.seat) if run.params.get("way") == "webrtc" else None
        self.recording = Recording(live.pk)
        kind_of_sounds = Copies if self.call else Sounds
        sounds = kind_of_sounds(run.params["session"], self.recording, self.seat, live.elapsed_ms)
        self.dialogue = Dialogue(run, self.seat, sounds, self.recording, self.note)
        self._ended = asyncio.Event()
        self._why = ""
        self._secrets: tuple[str, ...] = ()
        self._priced: dict[str, Any] = {}

    def attach(self, page: Page) -> Page | None:
        """This page speaks and listens from now on; returns the one that did before."""
        return self.seat.attach(page)

    def detach(self, page: Page) -> None:
        self.seat.detach(page)

    def take(self, said: Said) -> bool:
        """Take in the page's sound or a checked message; False when there is too much of it."""
        if isinstance(said, dict):
            if said["type"] == "end":
                self.end("Ended on the page.")
                return True
            if said["type"] in ("offer", "channel", "received"):
                return self.call is None or self.call.take(said)
        return self.seat.put(said)

    def end(self, why: str) -> None:
        self._why = why
        self._ended.set()

    async def carry(self) -> None:
        """From the secret to the end. Raises the OpenAIError that it ends with, if it does."""
        endpoint = endpoint_of(self.live.run)
        secret, is_minted = await self.secret(endpoint)
        self.dialogue.secret = secret
        close: Close | None = None
        async with AsyncExitStack() as stack:
            opening = self.called(endpoint, secret) if self.call else self.connected(endpoint, secret)
            upstream = await self.unless_ended(stack.enter_async_context(opening))
            if upstream is not None:
                self.seat.greet("ready")
                if not is_minted:
                    change = session_update(self.dialogue.kind, self.dialogue.shape, self.dialogue.session)
                    await self.dialogue.send(upstream, change)
                await self.pass_on(upstream)
                close = upstream.close
        await self.price()
        self.closed(close)

    def closed(self, close: Close | None) -> None:
        """Note how it ended; raise what is wrong with that."""
        is_ours = close is None or self._ended.is_set()
        if close is None or is_ours:
            close = Close(1000, self._why)
        name = UP + CLOSED if is_ours else CLOSED
        self.note(name, json.dumps({"type": CLOSED, **close._asdict()}))
        if error := as_error(close, redact(self.transcript.fold.said, self._secrets)):
            raise error

    async def secret(self, endpoint: Endpoint) -> tuple[str, bool]:
        """The minted secret; the connection's own key where the server knows no minting."""
        try:
            return await minted(self.live.run.owner_id, self.live.run.params["secret"]), True
        except NotFound as error:
            if error.status_code is None or error.code == "model_not_found" or self.call:
                raise
            return endpoint.key, False

    @asynccontextmanager
    async def connected(self, endpoint: Endpoint, secret: str) -> AsyncIterator[Line]:
        """The upstream's socket, held by this server."""
        dialogue = self.dialogue
        request = realtime.prepare(endpoint, secret, dialogue.kind, dialogue.shape, self.model)
        self.live.request, self._secrets = described(request), request.secrets
        began = time.monotonic()
        async with realtime.connected(request) as upstream:
            self.opened(began, 101)
            yield upstream

    @asynccontextmanager
    async def called(self, endpoint: Endpoint, secret: str) -> AsyncIterator[Line]:
        """The upstream's data channel, held by the page."""
        assert self.call
        dialogue, offer = self.dialogue, await self.call.offer()
        request = realtime_calls.prepare(endpoint, secret, dialogue.kind, dialogue.shape, self.model, offer)
        self.live.request, self._secrets = described(request), request.secrets
        began = time.monotonic()
        await self.call.connect(await realtime_calls.answered(endpoint, request))
        self.opened(began, 201)
        yield self.call

    @property
    def model(self) -> str:
        return str(self.dialogue.session.get("model") or self.live.run.params.get("model") or "")

    def opened(self, began: float, status: int) -> None:
        self.live.began = time.monotonic()
        self.live.headers_ms, self.live.status_code = round((self.live.began - began) * 1000), status
        self.live.move_on()

    async def unless_ended(self, opening: Awaitable[Line]) -> Line | None:
        """What is opened; None when the page ended the session meanwhile."""
        opened, ended = asyncio.ensure_future(opening), asyncio.ensure_future(self._ended.wait())
        try:
            await asyncio.wait((opened, ended), return_when=asyncio.FIRST_COMPLETED)
            return opened.result() if opened.done() else None
        finally:
            opened.cancel()
            ended.cancel()
            await asyncio.gather(opened, ended, return_exceptions=True)

    async def pass_on(self, upstream: Line) -> None:
        """Both directions, until the first of them ends."""
        works: list[Coroutine[Any, Any, Any]] = [
            self.listen(upstream),
            self.dialogue.speak(upstream, self.seat.inbox),
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

    async def listen(self, upstream: Line) -> None:
        async for text in upstream:
            await self.dialogue.heard(text)
            if page := self.seat.page:
                await page.room()

    async def save(self) -> None:
        while True:
            await asyncio.sleep(SAVE_EVERY)
            await self.recording.save(self.journal)
            await self.price()

    async def price(self) -> None:
        """What it has cost so far; the list of prices is long, and nobody waits for it."""
        fold, run = self.transcript.fold, self.live.run
        usage = fold.usage
        if usage == self._priced:
            return
        self._priced = usage
        self.transcript.cost = await asyncio.to_thread(cost, run.model, usage, run.connection)
        for turn in [turn for turn in fold.turns if turn.usage and not turn.cost]:
            price = await asyncio.to_thread(cost, run.model, turn.usage, run.connection)
            if price is not None:
                fold.priced(turn, str(price))
        self.live.move_on()

    async def watch(self) -> None:
        """End the session when no page is there for too long."""
        while True:
            try:
                async with asyncio.timeout(GRACE):
                    await self.seat.taken()
            except TimeoutError:
                self.end("The page went away.")
                return
            await self.seat.left()

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
        bridge.seat.tell("ended")
