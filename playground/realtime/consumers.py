"""The page's socket on a session: sound as binary frames both ways, a few words as JSON."""

import asyncio
import json
from typing import Any

from channels.generic.websocket import AsyncWebsocketConsumer

from playground.runs.engine import engine
from playground.runs.models import Run, Status

from . import client_messages
from .bridge import Bridge, bridges
from .mailbox import Mailbox
from .sessions import KINDS

NOT_FOUND, OVER, TAKEN, TOO_LARGE, REFUSED, TRY_AGAIN = 4404, 4410, 4409, 1009, 1008, 1013
MOST_FRAME = 64 * 1024
# An event that the page tells may be as large as a data channel takes.
MOST_WORDS = 512 * 1024
MOST_WAITING = 1024 * 1024
# How long a page may take nothing before it is sent away, to come back.
PATIENCE = 15.0
LOOKS, LOOK = 100, 0.05


class SessionConsumer(AsyncWebsocketConsumer):
    """Joins the session's bridge in this process; the first page to join starts the session."""

    bridge: Bridge | None = None
    sender: asyncio.Task[None] | None = None

    async def connect(self) -> None:
        await self.accept()
        self.outbox: Mailbox[str | bytes | None] = Mailbox(MOST_WAITING)
        uuid = self.scope["url_route"]["kwargs"]["uuid"]
        sessions = Run.objects.for_user(self.scope["user"]).filter(operation__in=KINDS)
        run = await sessions.select_related("connection").filter(uuid=uuid).afirst()
        if run is None:
            await self.close(NOT_FOUND, "There is no such session.")
        elif not run.is_live:
            await self.close(OVER, "The session is over.")
        else:
            await self.join(run)

    async def join(self, run: Run) -> None:
        if run.status == Status.QUEUED:
            engine.submit(run)
        self.bridge = await self.found(run)
        if self.bridge is None:
            await self.refuse(run)
            return
        self.sender = asyncio.create_task(self.send_all())
        before = self.bridge.attach(self)
        if isinstance(before, SessionConsumer):
            await before.close(TAKEN, "Another tab has taken the session over.")

    async def found(self, run: Run) -> Bridge | None:
        """The session's bridge once it is there."""
        for _ in range(LOOKS):
            if bridge := bridges.get(run.pk):
                return bridge
            live = engine.live.get(run.pk)
            if live.finished if live else run.status != Status.QUEUED:
                return None
            await asyncio.sleep(LOOK)
        return None

    async def refuse(self, run: Run) -> None:
        live = engine.live.get(run.pk)
        if run.is_live and not (live and live.finished):
            await self.close(TRY_AGAIN, "Another process holds this session.")
        else:
            await self.close(OVER, "The session is over.")

    async def disconnect(self, code: int) -> None:
        if self.bridge:
            self.bridge.detach(self)
        if self.sender:
            self.sender.cancel()

    async def dispatch(self, message: dict[str, Any]) -> None:
        # Sound comes every few milliseconds, and channels' own way goes through the database's thread for each frame.
        if message["type"] == "websocket.receive" and self.bridge:
            await self.take(message)
        else:
            await super().dispatch(message)

    async def take(self, message: dict[str, Any]) -> None:
        assert self.bridge
        sound, text = message.get("bytes"), message.get("text")
        if len(sound or b"") > MOST_FRAME or len(text or "") > MOST_WORDS:
            await self.close(TOO_LARGE, "A frame must be 64 KB or smaller, a message 512 KB.")
            return
        try:
            said = client_messages.read(text) if text is not None else whole(sound or b"")
        except client_messages.Refused as refused:
            await self.close(REFUSED, str(refused))
            return
        if not self.bridge.take(said):
            await self.close(TRY_AGAIN, "The upstream does not take the sound as fast as it comes.")

    # What the bridge puts here.

    def tell(self, type: str, **fields: Any) -> None:
        text = json.dumps({"type": type, **fields})
        self.outbox.put(text, len(text))
        if type == "ended":
            self.outbox.put(None, 0)

    def play(self, pcm: bytes) -> None:
        # Frames of at most 64 KB, of whole samples.
        for at in range(0, len(pcm), MOST_FRAME):
            piece = pcm[at : at + MOST_FRAME]
            self.outbox.put(piece, len(piece))

    async def room(self) -> None:
        """Wait until the page has taken what it was sent; one that takes nothing for long is sent away."""
        # Mostly there is, and a timeout for each frame was a quarter of the CPU that listening costs.
        if self.outbox.has_room:
            return
        try:
            async with asyncio.timeout(PATIENCE):
                await self.outbox.room()
        except TimeoutError:
            self.outbox.clear()
            if self.bridge:
                self.bridge.detach(self)
            await self.close(TRY_AGAIN, "The page does not take the sound as fast as it comes.")

    async def send_all(self) -> None:
        while (item := await self.outbox.get()) is not None:
            if writable := self.scope.get("writable"):
                await writable.wait()
            if isinstance(item, bytes):
                await self.send(bytes_data=item)
            else:
                await self.send(text_data=item)
        await self.close(1000, "The session has ended.")


def whole(sound: bytes) -> bytes:
    if not sound or len(sound) % 2:
        raise client_messages.Refused("Sound must be whole 16-bit samples.")
    return sound
