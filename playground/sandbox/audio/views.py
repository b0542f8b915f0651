"""`/audio/transcriptions` and `/audio/translations`."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

from django.http import HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from .. import catalog, faults
from ..catalog import Model
from ..endpoint import Call
from ..errors import bad_request
from ..multipart import read_form
from . import events, uploads
from .answers import Transcript
from .parameters import TRANSCRIPTION, TRANSLATION, check_transcription
from .recording import Recording
from .stepping import stepped
from .transcript import Segment, segments

HEARD = "Recognised by PocketSphinx, a small recogniser for English: expect mistakes."
KNOWN = "The exact text: the sandbox spoke this recording itself."
NOT_TRANSLATED = " The sandbox does not translate: this is what was said."
LONGEST_WITHOUT_CHUNKS = 30


async def transcribe(call: Call) -> HttpResponseBase:
    params, files = await read_form(call.request, TRANSCRIPTION)
    model = catalog.find_for("v1/audio/transcriptions", params["model"], "transcription", "translation")
    # The models of old ignore that a stream is wanted.
    streams = bool(params.get("stream")) and not (model.familiar and model.kind == "translation")
    if response := await faults.before_answer(model.fault, streams):
        return response
    check_transcription(params, model)
    hearing = Hearing(await asyncio.to_thread(uploads.given, files), model, params, call)
    await hearing.prepare()
    return hearing.stream() if streams else await hearing.answer()


async def translate(call: Call) -> HttpResponseBase:
    params, files = await read_form(call.request, TRANSLATION)
    model = catalog.find_for("v1/audio/translations", params["model"], "translation")
    if response := await faults.before_answer(model.fault, streams=False):
        return response
    recording = await asyncio.to_thread(uploads.given, files)
    return await Hearing(recording, model, params, call, "translate").answer()


class Hearing:
    """One recording, being listened to."""

    def __init__(
        self, recording: Recording, model: Model, params: dict[str, Any], call: Call, task: str = "transcribe"
    ) -> None:
        self.recording, self.model, self.params, self.call, self.task = recording, model, params, call, task
        self.known: dict[str, float] = {}
        note = HEARD if recording.spoken is None else KNOWN
        self.headers = {"x-sandbox-note": note + (NOT_TRANSLATED if task == "translate" else "")}
        self.heard: list[Segment] = []

    async def prepare(self) -> None:
        """Listen to the known speakers, and refuse what is too long for one piece."""
        self.known = await asyncio.to_thread(uploads.known_speakers, self.params)
        too_long = self.recording.announced > LONGEST_WITHOUT_CHUNKS
        if too_long and "diarize" in self.model.id and "chunking_strategy" not in self.params:
            message = "chunking_strategy is required for diarization models."
            raise bad_request(message, "chunking_strategy", "missing_required_parameter")

    async def segments(self) -> AsyncGenerator[Segment, None]:
        """Each segment as it is recognised; `heard` keeps them."""
        work = segments(self.recording, self.known)
        async with aclosing(stepped(work, self.recording.stop)) as found:
            async for segment in found:
                self.heard.append(segment)
                yield segment

    def transcript(self) -> Transcript:
        return Transcript(self.heard, self.recording.seconds, self.model, self.params, self.task)

    async def answer(self) -> HttpResponseBase:
        async for _ in self.segments():
            pass
        transcript = self.transcript()
        if self.recording.seconds < uploads.SHORTEST:
            raise uploads.too_short(self.recording.seconds)
        made = transcript.answer()
        body = made if isinstance(made, dict) else {"text": made}
        response = await faults.whole(body, self.model, self.call.request, transcript.tokens())
        if isinstance(response, StreamingHttpResponse):
            return response
        if isinstance(made, str):
            return HttpResponse(made, content_type="text/plain; charset=utf-8", headers=self.headers)
        return JsonResponse(made, json_dumps_params={"ensure_ascii": False}, headers=self.headers)

    def stream(self) -> StreamingHttpResponse:
        kind = "text/event-stream; charset=utf-8"
        return StreamingHttpResponse(self.events(), content_type=kind, headers=self.headers)

    async def events(self) -> AsyncGenerator[str, None]:
        fault = self.model.fault
        source = faults.in_stream(fault, self.deltas(), self.call.request) if fault else self.deltas()
        async with aclosing(source) as written:
            async for event in written:
                yield event
        if fault not in faults.IN_STREAM:
            for event in events.of_end(self.transcript()):
                yield event

    async def deltas(self) -> AsyncGenerator[str, None]:
        async with aclosing(self.segments()) as found:
            async for segment in found:
                for event in events.of_segment(len(self.heard) - 1, segment, self.params):
                    yield event
                    if self.model.slow:
                        await asyncio.sleep(1 / (self.model.speed or 1))
