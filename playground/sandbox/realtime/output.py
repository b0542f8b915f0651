"""The items of a response while they are made: a message, written or spoken, and calls of functions."""

import asyncio
import base64
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

import numpy as np

from .. import tokens
from ..audio.speaker import speak
from .items import Item, new_id
from .sound import SPOKEN_RATE, Format, Resampler, Samples
from .words import sentences

if TYPE_CHECKING:
    from .response import Response

PIECE_MS = 200
SPOKEN_TOKENS_A_SECOND = 20


class Output:
    """One item. It is opened, made, and closed with the status it got."""

    def __init__(self, response: "Response", fields: dict[str, Any]) -> None:
        self.response = response
        head = {"id": new_id(), "object": "realtime.item", "status": "in_progress"}
        self.item = Item(head | fields, format=Format(response.options["output_audio_format"]))
        self.previous: str | None = None
        self.where = {"response_id": response.id, "output_index": len(response.output)}
        self.place = {**self.where, "item_id": self.item.id}

    async def open(self) -> None:
        self.response.output.append(self.item)
        await self.response.emit("response.output_item.added", **self.where, item=self.item.as_dict())
        if self.response.in_band:
            self.previous = self.response.session.conversation.add(self.item)
            await self.tell("added")

    async def close(self, status: str) -> None:
        self.item.fields["status"] = status
        await self.finish()
        if self.response.in_band:
            await self.tell("done")
        await self.response.emit("response.output_item.done", **self.where, item=self.item.as_dict())

    async def tell(self, what: str) -> None:
        item = self.item.as_dict()
        await self.response.emit(f"conversation.item.{what}", previous_item_id=self.previous, item=item)

    async def make(self) -> None:
        raise NotImplementedError

    async def finish(self) -> None:
        raise NotImplementedError


class Message(Output):
    """The assistant's message: text, or sound with its transcript."""

    def __init__(self, response: "Response", text: str) -> None:
        super().__init__(response, {"type": "message", "role": "assistant", "content": []})
        self.text, self.said = text, ""
        self.speaks = response.options.speaks
        self.name = "transcript" if self.speaks else "text"
        self.stream = "response.output_audio_transcript" if self.speaks else "response.output_text"
        self.place["content_index"] = 0

    def part(self) -> dict[str, str]:
        return {"type": "audio" if self.speaks else "text", self.name: self.said}

    async def make(self) -> None:
        await self.response.emit("response.content_part.added", **self.place, part=self.part())
        if not self.speaks:
            await self.write(self.text)
            return
        resampler = Resampler(SPOKEN_RATE, self.item.format.rate)
        for sentence in sentences(self.text):
            await self.write(sentence)
            async for piece in self.voice(sentence, resampler):
                await self.send(piece)
        await self.send(self.item.format.encoded(resampler.end()))

    async def write(self, text: str) -> None:
        for piece in tokens.split(text):
            self.response.spend(1)
            await self.response.emit(f"{self.stream}.delta", **self.place, delta=piece)
            self.said += piece
            if not self.speaks or self.response.pace.talk == 1:
                await self.response.pace.word()

    async def voice(self, sentence: str, resampler: Resampler) -> AsyncIterator[bytes]:
        """The sentence as sound of the session's format, in pieces."""
        voice, speed = self.response.options["voice"], self.response.options["speed"]
        # A voice of one's own cannot be here; it sounds like the usual one.
        name = "alloy" if isinstance(voice, dict) else voice
        pcm = await asyncio.to_thread(lambda: b"".join(speak(sentence, name, speed)))
        samples: Samples = np.frombuffer(pcm, "<i2")
        step = SPOKEN_RATE * PIECE_MS // 1000
        for start in range(0, len(samples), step):
            piece = samples[start : start + step]
            self.response.spend(round(len(piece) / SPOKEN_RATE * SPOKEN_TOKENS_A_SECOND), heard=True)
            yield self.item.format.encoded(resampler.feed(piece))
            await self.response.pace.sound(len(piece) / SPOKEN_RATE)

    async def send(self, sound: bytes) -> None:
        if sound:
            delta = base64.b64encode(sound).decode()
            await self.response.emit("response.output_audio.delta", **self.place, delta=delta)
            self.item.sound += sound

    async def finish(self) -> None:
        kind = "output_audio" if self.speaks else "output_text"
        self.item.fields["content"] = [{"type": kind, self.name: self.said}]
        if self.speaks:
            await self.response.emit("response.output_audio.done", **self.place)
        await self.response.emit(f"{self.stream}.done", **self.place, **{self.name: self.said})
        await self.response.emit("response.content_part.done", **self.place, part=self.part())


class Call(Output):
    """A call of a function; `call` is as a chat completion has it."""

    def __init__(self, response: "Response", call: dict[str, Any]) -> None:
        function = call["function"]
        fields = {"type": "function_call", "call_id": call["id"], "name": function["name"], "arguments": ""}
        super().__init__(response, fields)
        self.arguments: str = function["arguments"]
        self.place["call_id"] = call["id"]

    async def make(self) -> None:
        for piece in tokens.split(self.arguments):
            self.response.spend(1)
            await self.response.emit("response.function_call_arguments.delta", **self.place, delta=piece)
            self.item.fields["arguments"] += piece
            await self.response.pace.word()

    async def finish(self) -> None:
        fields = {name: self.item.fields[name] for name in ("name", "arguments")}
        await self.response.emit("response.function_call_arguments.done", **self.place, **fields)
