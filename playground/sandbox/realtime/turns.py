"""What a session hears: its buffer, the turns in it, and how a turn becomes an item of the conversation."""

import asyncio
from typing import TYPE_CHECKING, Any

from ..errors import APIError
from .buffer import InputBuffer
from .configuration import Configuration
from .detection import Heard, segments
from .hearing import Hearing
from .items import Item, new_id
from .patience import Patience
from .sound import Format, audio_of
from .transcribing import Transcription

if TYPE_CHECKING:
    from .session import Session

Event = dict[str, Any]


class Turns:
    """`item_id` and `hearing` are those of the turn that goes on, if one does."""

    def __init__(self, session: "Session") -> None:
        self.session = session
        options = session.configuration
        self.buffer = InputBuffer(Format(options["input_audio_format"]), options["turn_detection"])
        self.item_id = new_id()
        self.hearing: Hearing | None = None
        self.segment = 0
        self.patience = Patience(session)

    def reconfigure(self, before: Configuration) -> None:
        """Follow a changed configuration; another format begins another buffer."""
        options = self.session.configuration
        format, turns = Format(options["input_audio_format"]), options["turn_detection"]
        if format != self.buffer.format:
            self.buffer = InputBuffer(format, turns, self.buffer.milliseconds(self.buffer.end))
        elif turns != before["turn_detection"]:
            self.buffer.listen(turns)
        else:
            return
        self.forget_turn()

    async def append(self, event: Event) -> None:
        for heard in self.buffer.append(audio_of(event["audio"], "audio")):
            await {"started": self.started, "pause": self.pause, "stopped": self.stopped}[heard.what](heard)
        self.buffer.drop_silence()

    async def started(self, heard: Heard) -> None:
        self.patience.renew()
        start = self.buffer.start_of_turn(heard.at)
        self.buffer.drop(start)
        self.item_id, self.segment = new_id(), start
        self.hearing = self.hear(self.item_id)
        milliseconds = self.buffer.milliseconds(start)
        await self.send("speech_started", audio_start_ms=milliseconds, item_id=self.item_id)
        if self.buffer.turns and self.buffer.turns["interrupt_response"]:
            await self.session.responding.interrupt()

    async def pause(self, heard: Heard) -> None:
        if self.hearing:
            self.hearing.add(self.buffer.samples(self.segment, heard.at))
            self.segment = heard.at

    async def stopped(self, heard: Heard) -> None:
        await self.pause(heard)
        milliseconds = self.buffer.milliseconds(heard.at)
        await self.send("speech_stopped", audio_end_ms=milliseconds, item_id=self.item_id)
        await self.keep(self.buffer.take(heard.at))
        if self.buffer.turns and self.buffer.turns["create_response"]:
            await self.answer()

    async def answer(self, told: str = "") -> None:
        """Respond, by instructions of its own if there are any."""
        if self.session.configuration.kind == "realtime":
            try:
                await self.session.responding.create({"response": {"instructions": told or None}})
            except APIError as error:
                await self.session.send_error(error, None)

    async def commit(self, event: Event) -> None:
        end = self.buffer.end
        rest = self.buffer.samples(self.segment, end) if self.hearing else None
        sound = self.buffer.take_all()
        self.patience.renew()
        if self.hearing and rest is not None:
            self.hearing.add(rest)
        await self.keep(sound)

    async def clear(self, event: Event) -> None:
        self.buffer.clear()
        self.forget_turn()
        await self.send("cleared")

    async def keep(self, sound: bytes) -> None:
        """Make what was said an item of the conversation, and see to its transcript."""
        content = [{"type": "input_audio", "transcript": None}]
        head = {"id": self.item_id, "object": "realtime.item", "type": "message", "status": "completed"}
        item = Item({**head, "role": "user", "content": content}, sound, self.buffer.format)
        hearing, self.hearing = self.hearing, None
        if hearing is None:
            hearing = self.hear(item.id)
            await self.cut_up(item, hearing)
        hearing.end()
        item.hearing = hearing.task
        self.session.spawn(self.remember(item))
        self.item_id = new_id()
        previous = self.session.conversation.add(item)
        await self.send("committed", previous_item_id=previous, item_id=item.id)
        for what in ("added", "done"):
            event = {"type": f"conversation.item.{what}", "previous_item_id": previous}
            await self.session.send({**event, "item": item.as_dict()})
        hearing.committed.set()

    async def cut_up(self, item: Item, hearing: Hearing) -> None:
        for piece in await asyncio.to_thread(segments, item.samples(), item.format):
            hearing.add(piece)

    async def remember(self, item: Item) -> None:
        """Put the transcript into the item once it is known."""
        assert item.hearing
        item.heard = await item.hearing
        if self.session.configuration["input_audio_transcription"]:
            item.fields["content"][0]["transcript"] = item.heard

    def hear(self, item_id: str) -> Hearing:
        """Begin to listen to a turn, and to tell the client if it wants to be told."""
        hearing = Hearing(self.buffer.format.rate, self.session.spawn)
        options = self.session.configuration
        if wanted := options["input_audio_transcription"]:
            live = options.kind == "transcription"
            told = (item_id, hearing, wanted, options["include"] or [], live)
            transcription = Transcription(*told, self.session.send, self.session.cut)
            hearing.telling = self.session.spawn(transcription.tell())
        return hearing

    def listen_to(self, item: Item) -> None:
        """Recognise an item that came whole, without telling the client."""
        hearing = Hearing(item.format.rate, self.session.spawn)
        item.hearing = hearing.task

        async def whole() -> None:
            await self.cut_up(item, hearing)
            hearing.end()

        self.session.spawn(whole())

    def forget_turn(self) -> None:
        if self.hearing:
            self.hearing.cancel()
            self.hearing = None

    async def send(self, name: str, **fields: Any) -> None:
        await self.session.send({"type": f"input_audio_buffer.{name}", **fields})
