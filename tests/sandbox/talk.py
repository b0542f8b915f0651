"""A realtime session in a test: what the sandbox sends is held to the types of the official SDK."""

import base64
import json
from collections.abc import Iterator
from functools import cache
from typing import Any, Self

from openai._models import validate_type
from openai.types.beta.realtime import RealtimeServerEvent as BetaServerEvent
from openai.types.realtime import RealtimeServerEvent
from websockets.sync.client import connect

from playground.sandbox.audio.speaker import RATE, speak

Event = dict[str, Any]
PIECE = RATE // 5
SILENCE = bytes(RATE * 2)
WEATHER = {
    "type": "function",
    "name": "get_weather",
    "description": "The weather of a city",
    "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
}
# The SDK knows no event of this name, and asks for a secret in its sibling that a socket never shows.
UNTYPED = ("transcription_session.created", "transcription_session.updated")


@cache
def speech(text: str) -> bytes:
    """The text as the sandbox says it: PCM, 24 kHz. No two readings are quite the same."""
    return b"".join(speak(text, "alloy"))


def message(text: str) -> Event:
    return {"type": "message", "role": "user", "content": [{"type": "input_text", "text": text}]}


class Talk:
    """A session with a server at `url`, which is http://host:port; leaving the context closes it."""

    def __init__(
        self,
        url: str,
        query: str = "model=sandbox-realtime",
        *,
        beta: bool = False,
        key: str | None = "sk-test",
        subprotocols: list[str] | None = None,
        origin: str | None = None,
    ) -> None:
        self.type: Any = BetaServerEvent if beta else RealtimeServerEvent
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        if beta and not subprotocols:
            headers["OpenAI-Beta"] = "realtime=v1"
        self.connection = connect(
            f"{url.replace('http', 'ws', 1)}/sandbox/v1/realtime?{query}",
            additional_headers=headers,
            subprotocols=subprotocols,
            origin=origin,
            max_size=None,
        )

    def __enter__(self) -> Self:
        self.socket = self.connection.__enter__()
        return self

    def __exit__(self, *details: Any) -> None:
        self.connection.__exit__(*details)

    def send(self, type: str, **fields: Any) -> None:
        self.socket.send(json.dumps({"type": type, **fields}))

    def receive(self) -> Event:
        event: Event = json.loads(self.socket.recv(timeout=60))
        if event["type"] not in UNTYPED:
            validate_type(type_=self.type, value=event)
        return event

    def __iter__(self) -> Iterator[Event]:
        while True:
            yield self.receive()

    def until(self, type: str) -> list[Event]:
        """All that comes, up to an event of this type."""
        events = []
        for event in self:
            events.append(event)
            if event["type"] == type:
                return events
        raise AssertionError

    def next(self, type: str) -> Event:
        return self.until(type)[-1]

    def ask(self, text: str, **response: Any) -> list[Event]:
        """Say something in writing, and have all events up to the end of the answer."""
        self.send("conversation.item.create", item=message(text))
        self.send("response.create", **({"response": response} if response else {}))
        return self.until("response.done")

    def hear(self, sound: bytes, size: int = PIECE * 2) -> None:
        """Append the sound in pieces."""
        for at in range(0, len(sound), size):
            self.send("input_audio_buffer.append", audio=base64.b64encode(sound[at : at + size]).decode())


def understood(transcript: str, text: str) -> bool:
    """Whether a listener who often mishears caught a good part of the text."""
    words = set(text.split())
    return len(words & set(transcript.split())) >= len(words) / 2


def types(events: list[Event]) -> list[str]:
    """The events' types, each run of the same ones once."""
    names = [event["type"] for event in events]
    return [name for position, name in enumerate(names) if position == 0 or names[position - 1] != name]


def joined(events: list[Event], type: str) -> str:
    return "".join(event["delta"] for event in events if event["type"] == type)


def sound(events: list[Event], type: str = "response.output_audio.delta") -> bytes:
    return b"".join(base64.b64decode(event["delta"]) for event in events if event["type"] == type)
