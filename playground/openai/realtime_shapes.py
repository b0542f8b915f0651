"""The two shapes of the Realtime API, as pure functions: a session's fields, the request for its secret, its events.

The beta names a session's fields flat and asks at `/realtime/sessions` or `/realtime/transcription_sessions`; the GA
shape nests them and asks for both at `/realtime/client_secrets`. Here a session is always flat, and mapped at the edge.
https://platform.openai.com/docs/guides/realtime#beta-to-ga-migration
"""

from collections.abc import Mapping
from typing import Any, Literal

Kind = Literal["realtime", "transcription"]
Shape = Literal["beta", "ga"]
Fields = dict[str, Any]

SHAPES: tuple[Shape, ...] = ("beta", "ga")
BETA_OPERATIONS: dict[Kind, str] = {
    "realtime": "create_realtime_session",
    "transcription": "create_realtime_transcription_session",
}
GA_OPERATION = "create_realtime_client_secret"
# The beta's name of a field, and its path in a GA session.
PATHS = {
    "input_audio_format": ("audio", "input", "format"),
    "input_audio_noise_reduction": ("audio", "input", "noise_reduction"),
    "input_audio_transcription": ("audio", "input", "transcription"),
    "turn_detection": ("audio", "input", "turn_detection"),
    "output_audio_format": ("audio", "output", "format"),
    "voice": ("audio", "output", "voice"),
    "speed": ("audio", "output", "speed"),
    "modalities": ("output_modalities",),
    "max_response_output_tokens": ("max_output_tokens",),
}
# What has no place in a GA session.
WITHOUT_GA: dict[Kind, tuple[str, ...]] = {
    "realtime": ("temperature",),
    "transcription": ("temperature", "modalities"),
}
FORMATS: dict[str, Fields] = {
    "pcm16": {"type": "audio/pcm", "rate": 24_000},
    "g711_ulaw": {"type": "audio/pcmu"},
    "g711_alaw": {"type": "audio/pcma"},
}
# Beside the session in the request for a client secret, not in it.
BESIDE = "expires_after"
# The beta's names of events that are called otherwise today.
MODERN = {
    "conversation.item.created": "conversation.item.added",
    "transcription_session.created": "session.created",
    "transcription_session.updated": "session.updated",
    "transcription_session.update": "session.update",
    "response.audio.delta": "response.output_audio.delta",
    "response.audio.done": "response.output_audio.done",
    "response.audio_transcript.delta": "response.output_audio_transcript.delta",
    "response.audio_transcript.done": "response.output_audio_transcript.done",
    "response.text.delta": "response.output_text.delta",
    "response.text.done": "response.output_text.done",
}


def secret_request(kind: Kind, shape: Shape, fields: Mapping[str, Any]) -> tuple[str, Fields]:
    """The operation that mints a secret for this session, and the body it takes."""
    if shape == "beta":
        return BETA_OPERATIONS[kind], dict(fields)
    inside = {name: value for name, value in fields.items() if name != BESIDE}
    beside = {BESIDE: fields[BESIDE]} if BESIDE in fields else {}
    return GA_OPERATION, {**beside, "session": nested(kind, inside)}


def session_of(operation: str, body: Mapping[str, Any]) -> tuple[Kind, Shape, Fields]:
    """The inverse of `secret_request`, for a form that is filled again."""
    if operation != GA_OPERATION:
        kind: Kind = "realtime" if operation == BETA_OPERATIONS["realtime"] else "transcription"
        return kind, "beta", dict(body)
    session = body.get("session") or {}
    beside = {BESIDE: body[BESIDE]} if BESIDE in body else {}
    return session.get("type", "realtime"), "ga", {**flat(session), **beside}


def session_update(kind: Kind, shape: Shape, fields: Mapping[str, Any]) -> Fields:
    """The client's event that changes a running session. Its model cannot change, so that is left out."""
    changes = {name: value for name, value in fields.items() if name not in ("model", BESIDE)}
    if shape == "ga":
        return {"type": "session.update", "session": nested(kind, changes)}
    event = "session.update" if kind == "realtime" else "transcription_session.update"
    return {"type": event, "session": changes}


def nested(kind: Kind, fields: Mapping[str, Any]) -> Fields:
    """Flat fields as a GA session; what it has no place for is left out, what it does not know stays as it is."""
    session: Fields = {"type": kind}
    for name, value in fields.items():
        if name in WITHOUT_GA[kind]:
            continue
        *above, last = PATHS.get(name, (name,))
        inner = session
        for step in above:
            inner = inner.setdefault(step, {})
        inner[last] = today(name, value)
    return session


def today(name: str, value: Any) -> Any:
    """A field's value as the GA shape has it."""
    if name.endswith("_format") and isinstance(value, str):
        return FORMATS.get(value, {"type": value})
    if name == "modalities" and isinstance(value, list):
        # Sound comes with its transcript: the beta says so by naming both, the GA shape by naming one.
        return ["audio"] if "audio" in value else value
    return value


def flat(session: Mapping[str, Any]) -> Fields:
    """A GA session's fields by their flat names; `type` is not one of them."""
    fields: Fields = {}
    known = {path: name for name, path in PATHS.items()}

    def collect(inner: Mapping[str, Any], path: tuple[str, ...]) -> None:
        for key, value in inner.items():
            here = (*path, key)
            if here in known:
                fields[known[here]] = before(known[here], value)
            elif isinstance(value, dict) and here in (("audio",), ("audio", "input"), ("audio", "output")):
                collect(value, here)
            elif here != ("type",):
                fields[key] = value

    collect(session, ())
    return fields


def before(name: str, value: Any) -> Any:
    """A GA field's value as the beta has it."""
    if name.endswith("_format") and isinstance(value, dict):
        types = {format["type"]: word for word, format in FORMATS.items()}
        return types.get(value.get("type", ""), value.get("type"))
    if name == "modalities" and value == ["audio"]:
        return ["text", "audio"]
    return value


def modern(kind: str) -> str:
    """An event's name today, whichever shape it came in."""
    return MODERN.get(kind, kind)
