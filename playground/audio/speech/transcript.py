"""Speech while it arrives: its bytes go into a file of the run, and the page plays them from there."""

import base64
import binascii
import json
from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from playground.openai.client import Answer, Event
from playground.openai.errors import MalformedAnswer, from_event
from playground.openai.parsing import parse
from playground.runs.growing_files import GrowingFile
from playground.runs.keeping import Keeper
from playground.runs.models import Run
from playground.runs.pieces import Received
from playground.runs.transcripts import Transcript

from .voices import FORMATS

LIMIT = 1024**3
NAME = "speech"
DONE = "[DONE]"


class SpeechTranscript(Transcript):
    """Takes bytes, or `speech.audio.delta` events. Its answer says what came, and the file `speech.…` holds it."""

    role = "speech"
    first_seen = "first sound"
    styles = ("css/audio.css", "css/speech.css")
    scripts = ("js/audio.js",)
    run_limit = LIMIT

    def __init__(self, run_id: str, params: dict[str, Any]) -> None:
        super().__init__(run_id, params)
        self.sound = GrowingFile(f"{NAME}.{ending(params)}")
        self.bytes = self._told = 0
        self.done = self.closed = False
        self.used: dict[str, Any] | None = None

    async def poured(self, answer: Answer, keeper: Keeper) -> AsyncIterator[Any]:
        async with aclosing(answer.chunks()) as chunks:
            async for chunk in chunks:
                await self.grow(chunk, keeper)
                yield self.described()
        if not self.bytes:
            raise MalformedAnswer("The answer has no sound in it.")

    async def events_apart(self, events: list[Event], keeper: Keeper) -> list[Event]:
        return [await self.event_apart(event, keeper) for event in events]

    async def event_apart(self, event: Event, keeper: Keeper) -> Event:
        data = parsed(event.data)
        if not isinstance(data, dict) or not isinstance(data.get("audio"), str):
            return event
        try:
            content = base64.b64decode(data["audio"], validate=True)
        except binascii.Error as error:
            raise MalformedAnswer("A part of the sound is not base64.", body=event.data[:2000]) from error
        await self.grow(content, keeper)
        return Event(event.event, json.dumps({**data, "audio": f"{len(content)} bytes", "bytes": self.bytes}))

    async def grow(self, content: bytes, keeper: Keeper) -> None:
        await self.sound.write(content, keeper)
        self.bytes = self.sound.size
        if self.bytes > LIMIT:
            raise MalformedAnswer("The sound is longer than 1 GB.")

    def receive(self, events: list[Received]) -> None:
        for event in events:
            self.take(event)
        if self.bytes:
            self.body = self.described()

    def take(self, event: Received) -> None:
        if event.data == DONE:
            self.done = True
            return
        data = parsed(event.data)
        if reported := from_event(data, event.event):
            raise reported
        if not isinstance(data, dict):
            raise MalformedAnswer("An event of the stream is not a JSON object.", body=event.data[:2000])
        if type(data.get("bytes")) is int:
            self.bytes = data["bytes"]
        if data.get("type") == "speech.audio.done":
            self.done = True
            self.used = data["usage"] if isinstance(data.get("usage"), dict) else None

    def has_news(self) -> bool:
        # The first sound, then each time there is twice as much: readers elsewhere play the file as it grows.
        if not self.sound.is_readable or self.bytes < 2 * self._told:
            return False
        self._told = self.bytes
        return True

    def load(self, body: Any) -> None:
        if not isinstance(body, dict) or body.get("object") != "speech":
            raise MalformedAnswer("The answer is no sound.", body=json.dumps(body)[:2000])
        self.body = body
        self.bytes = body.get("bytes", 0)

    def described(self) -> dict[str, Any]:
        usage = {"usage": self.used} if self.used else {}
        return {"object": "speech", "file": self.sound.name, "bytes": self.bytes, **usage}

    @property
    def is_complete(self) -> bool:
        return self.done

    def html(self) -> SafeString:
        if self.body is None:
            return mark_safe("")
        context = {"run_id": self.run_id, "bytes": self.bytes}
        return render_to_string(f"audio/speech/{'_kept' if self.closed else '_live'}.html", context)

    def start(self) -> tuple[int, bool]:
        return 0, False

    def frame(self, position: tuple[int, bool]) -> tuple[str, tuple[int, bool]]:
        now = self.bytes, self.closed
        if self.body is None or now == position:
            return "", position
        answer = f"#run-{self.run_id}-answer"
        if not position[0]:
            return f'<div hx-swap-oob="innerHTML:{answer}">{self.html()}</div>', now
        if self.closed:
            return f'<div hx-swap-oob="beforeend:{answer}">{self.html()}</div>', now
        so_far = render_to_string("audio/speech/_so_far.html", {"bytes": self.bytes})
        return f'<div hx-swap-oob="innerHTML:#run-{self.run_id}-bytes">{so_far}</div>', now

    def close(self) -> None:
        # The file's size is stored together with the run's end.
        self.closed = True


def ending(params: dict[str, Any]) -> str:
    asked = params.get("response_format")
    return asked if asked in FORMATS else "mp3"


def parsed(data: str) -> Any:
    try:
        return parse(data)
    except ValueError:
        return data


def finish(run: Run, transcript: Transcript, **_: Any) -> None:
    """Called as a run's end is stored: how much came is known, whatever ended it."""
    if isinstance(transcript, SpeechTranscript):
        transcript.sound.finish(run)
