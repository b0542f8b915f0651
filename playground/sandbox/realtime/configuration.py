"""A session's configuration: kept flat, as the beta names it, and shown in the shape that was asked for."""

import copy
import uuid
from dataclasses import dataclass, field
from typing import Any, Literal

from .. import catalog
from .rules import check
from .shapes import flat, nested

Kind = Literal["realtime", "transcription"]
Fields = dict[str, Any]
DEFAULT_MODEL = "gpt-realtime"
TRANSCRIBER = "gpt-4o-transcribe"
INSTRUCTIONS = (
    "You are the sandbox of a playground: no model is behind you, and you say so. Answer briefly, in words "
    "that can be spoken."
)
SERVER_VAD: Fields = {
    "type": "server_vad",
    "threshold": 0.5,
    "prefix_padding_ms": 300,
    "silence_duration_ms": 500,
    "idle_timeout_ms": None,
    "create_response": True,
    "interrupt_response": True,
}
SEMANTIC_VAD: Fields = {
    "type": "semantic_vad",
    "eagerness": "auto",
    "create_response": True,
    "interrupt_response": True,
}
HEARING: Fields = {
    "input_audio_format": "pcm16",
    "input_audio_noise_reduction": None,
    "input_audio_transcription": None,
    "turn_detection": SERVER_VAD,
    "include": None,
}
REALTIME: Fields = {
    **HEARING,
    "model": DEFAULT_MODEL,
    "modalities": ["audio", "text"],
    "instructions": INSTRUCTIONS,
    "voice": "alloy",
    "output_audio_format": "pcm16",
    "tools": [],
    "tool_choice": "auto",
    "temperature": 0.8,
    "max_response_output_tokens": "inf",
    "speed": 1.0,
    "tracing": None,
    "truncation": "auto",
    "prompt": None,
}
TRANSCRIPTION: Fields = {
    **HEARING,
    "input_audio_transcription": {"model": TRANSCRIBER, "language": None, "prompt": None},
}
OBJECTS = {"realtime": "realtime.session", "transcription": "realtime.transcription_session"}
# What null turns off; everywhere else it is "not given".
CAN_BE_OFF = {"input_audio_noise_reduction", "input_audio_transcription", "turn_detection", "include"}
CAN_BE_OFF |= {"tracing", "prompt"}


@dataclass(slots=True)
class Configuration:
    """`fields` has the beta's flat names, whatever shape the session speaks."""

    kind: Kind = "realtime"
    beta: bool = False
    fields: Fields = field(default_factory=dict)

    def __post_init__(self) -> None:
        defaults = TRANSCRIPTION if self.kind == "transcription" else REALTIME
        self.fields = copy.deepcopy(defaults) | self.fields

    def __getitem__(self, name: str) -> Any:
        return self.fields.get(name)

    @property
    def speaks(self) -> bool:
        return "audio" in self.fields.get("modalities", ())

    @property
    def model(self) -> catalog.Model:
        """The model that answers, or in a transcription session the one that transcribes."""
        if self.kind == "realtime":
            return find_model(self.fields["model"])
        return catalog.find((self["input_audio_transcription"] or {}).get("model") or TRANSCRIBER)

    def update(self, session: Fields, inside: str = "session.") -> None:
        """Take over what a session object gives; raises the API's 400s. `inside` is its path in what was sent."""
        given = session if self.beta else flat(session)
        changes = {
            name: value
            for name, value in given.items()
            if (value is not None or name in CAN_BE_OFF) and name not in ("type", "client_secret")
        }
        check(changes, inside, self.beta)
        if changes.get("turn_detection") is not None:
            changes["turn_detection"] = detection(changes["turn_detection"])
        self.fields = self.fields | changes

    def head(self, expires_at: int) -> Fields:
        """What a session object begins with; `expires_at` is 0 until the session runs."""
        return {"id": f"sess_{uuid.uuid4().hex[:24]}", "object": OBJECTS[self.kind], "expires_at": expires_at}

    def as_dict(self) -> Fields:
        """The session object's own fields, in the shape of this session."""
        return dict(self.fields) if self.beta else {"type": self.kind, **nested(self.fields, self.kind)}


def detection(turns: Fields) -> Fields:
    defaults = SEMANTIC_VAD if turns.get("type") == "semantic_vad" else SERVER_VAD
    return defaults | {name: value for name, value in turns.items() if value is not None}


def find_model(name: str) -> catalog.Model:
    return catalog.find_for("v1/realtime", name, "realtime")
