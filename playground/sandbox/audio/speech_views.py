"""`/audio/speech`: https://platform.openai.com/docs/api-reference/audio/createSpeech"""

import asyncio
import base64
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing
from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase

from .. import catalog, faults, tokens
from ..catalog import Model
from ..endpoint import Call
from .encoder import FORMATS, encoded
from .events import event
from .parameters import SPEECH, check_speech
from .speaker import RATE, speak
from .stepping import stepped

NOTE = "Spoken by espeak-ng: no model is behind this sandbox."
TOKENS_A_SECOND = 20
# What is sent at once: half a second of PCM, and whole triples for base64.
PART = 24_000


async def create(call: Call) -> HttpResponseBase:
    SPEECH.check(call.body, "")
    params = {name: value for name, value in call.body.items() if value is not None}
    model = catalog.find_for("v1/audio/speech", params["model"], "speech")
    as_events = params.get("stream_format") == "sse"
    # A stall comes in mid-sound too; other broken answers are whole ones.
    if response := await faults.before_answer(model.fault, streams=as_events or model.fault == "stall"):
        return response
    check_speech(params, model)
    speech = Speech(params, model, call.request)
    headers = {"x-sandbox-note": NOTE}
    if as_events:
        kind = "text/event-stream; charset=utf-8"
        return StreamingHttpResponse(speech.events(), content_type=kind, headers=headers)
    kind = FORMATS[speech.format].mime
    return StreamingHttpResponse(speech.sound(), content_type=kind, headers=headers)


class Speech:
    """One text, while it is spoken. An unknown voice is refused when this is made."""

    def __init__(self, params: dict[str, Any], model: Model, request: HttpRequest) -> None:
        self.params, self.model, self.request = params, model, request
        self.format: str = params.get("response_format", "mp3")
        self.seconds = 0.0
        voice = params["voice"]
        name = voice if isinstance(voice, str) else voice["id"]
        self.pcm = speak(params["input"], name, params.get("speed", 1.0))

    def counted(self) -> Iterator[bytes]:
        for piece in self.pcm:
            self.seconds += len(piece) / 2 / RATE
            yield piece

    async def parts(self) -> AsyncGenerator[bytes, None]:
        """The file, in parts that leave as soon as they are spoken."""
        async with aclosing(stepped(encoded(self.counted(), self.format, self.params["input"]))) as pieces:
            async for piece in pieces:
                for at in range(0, len(piece), PART):
                    yield piece[at : at + PART]
                    if self.model.slow:
                        await asyncio.sleep(1 / (self.model.speed or 1))

    async def sound(self) -> AsyncGenerator[bytes, None]:
        async with aclosing(self.parts()) as parts:
            async for part in parts:
                yield part
                if self.model.fault and self.seconds:
                    await self.fail()

    async def fail(self) -> None:
        """Neither end nor go on; the connection is dropped if the fault says so."""
        if self.model.fault == "cut":
            await asyncio.sleep(faults.TIME_TO_LEAVE)
            faults.cut(self.request)
        await asyncio.Event().wait()

    async def events(self) -> AsyncGenerator[str, None]:
        fault = self.model.fault
        source = faults.in_stream(fault, self.deltas(), self.request) if fault else self.deltas()
        async with aclosing(source) as events:
            async for written in events:
                yield written
        if fault not in faults.IN_STREAM:
            yield event("speech.audio.done", usage=self.usage())

    async def deltas(self) -> AsyncGenerator[str, None]:
        async with aclosing(self.parts()) as parts:
            async for part in parts:
                yield event("speech.audio.delta", audio=base64.b64encode(part).decode())

    def usage(self) -> dict[str, int]:
        read = tokens.count(self.params["input"]) + tokens.count(self.params.get("instructions", ""))
        spoken = max(1, round(self.seconds * TOKENS_A_SECOND))
        return {"input_tokens": read, "output_tokens": spoken, "total_tokens": read + spoken}
