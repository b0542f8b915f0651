"""What a session's configuration demands beyond its tables of parameters."""

from typing import Any

from .. import catalog
from ..audio.voices import VOICES
from ..errors import APIError, bad_request
from ..parameters import Text
from ..schema_rules import check_function

Fields = dict[str, Any]


def check(changes: Fields, inside: str, beta: bool) -> None:
    """Raise the API's 400 for the first thing that does not fit. `changes` are flat, `inside` is their path."""
    check_modalities(changes, inside, beta)
    if isinstance(voice := changes.get("voice", {}), str):
        Text(choices=tuple(VOICES)).check(voice, f"{inside}voice" if beta else f"{inside}audio.output.voice")
    if name := (changes.get("input_audio_transcription") or {}).get("model"):
        path = "input_audio_transcription" if beta else "audio.input.transcription"
        check_transcriber(name, f"{inside}{path}.model")
    check_tools(changes, inside)


def check_modalities(changes: Fields, inside: str, beta: bool) -> None:
    """Sound comes with its transcript: the beta says so by naming both, today's API by naming one."""
    given = sorted(set(changes.get("modalities", ("text",))))
    other = ["audio", "text"] if beta else ["audio"]
    if given not in (["text"], other):
        name = "modalities" if beta else "output_modalities"
        message = f"Invalid modalities: {given}. Supported combinations are: ['text'] and {other}."
        raise bad_request(message, inside + name, "invalid_value")


def check_tools(changes: Fields, inside: str) -> None:
    for position, tool in enumerate(changes.get("tools", ())):
        check_function(tool, f"{inside}tools[{position}]")
    names = [tool["name"] for tool in changes.get("tools", ())]
    choice = changes.get("tool_choice", "auto")
    chosen = choice["name"] if isinstance(choice, dict) else choice
    if chosen not in ("auto", "none", "required") and "tools" in changes and chosen not in names:
        message = f"Tool choice '{chosen}' not found in 'tools' parameter."
        raise bad_request(message, f"{inside}tool_choice", "invalid_value")


def check_transcriber(name: str, path: str) -> None:
    try:
        catalog.find_for("v1/realtime", name, "transcription", "translation", "realtime")
    except APIError:
        message = f"Invalid value: '{name}'. This is no model that transcribes."
        raise bad_request(message, path, "invalid_value") from None
