"""The parameters of `/audio/speech`, `/audio/transcriptions` and `/audio/translations`.

https://platform.openai.com/docs/api-reference/audio
"""

import re
from typing import Any

from ..catalog import Model
from ..errors import bad_request, unsupported_parameter
from ..parameters import Flag, Integer, Kind, Number, Text, listed
from ..structures import Either, List, Object
from .encoder import FORMATS

GIVEN = Text(null=False)
VOICE = Either(kinds=(GIVEN, Object(fields={"id": GIVEN}, required=("id",))), null=False)
SPEECH = Object(
    fields={
        "model": GIVEN,
        "input": Text(longest=4096, null=False),
        "voice": VOICE,
        "instructions": Text(longest=4096),
        "response_format": Text(choices=tuple(FORMATS)),
        "speed": Number(low=0.25, high=4),
        "stream_format": Text(choices=("audio", "sse")),
    },
    required=("model", "input", "voice"),
)
# Three letters are for the few languages that have no shorter code.
CODE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,4})?")
SUBTITLES = ("json", "text", "srt", "verbose_json", "vtt")
VAD = Object(
    fields={
        "type": Text(choices=("server_vad",)),
        "prefix_padding_ms": Integer(low=0),
        "silence_duration_ms": Integer(low=0),
        "threshold": Number(low=0, high=1),
    },
    required=("type",),
)
SHARED: dict[str, Kind] = {"model": GIVEN, "prompt": Text(), "temperature": Number(low=0, high=1)}
TRANSCRIPTION = Object(
    fields={
        **SHARED,
        "chunking_strategy": Either(kinds=(Text(choices=("auto",)), VAD)),
        "include": List(of=Text(choices=("logprobs",), null=False)),
        "keywords": List(of=GIVEN),
        "known_speaker_names": List(of=GIVEN, most=4),
        "known_speaker_references": List(of=GIVEN, most=4),
        "language": Text(),
        "languages": List(of=GIVEN, least=1),
        "response_format": Text(choices=(*SUBTITLES, "diarized_json")),
        "stream": Flag(),
        "timestamp_granularities": List(of=Text(choices=("word", "segment"), null=False)),
    },
    required=("model",),
)
TRANSLATION = Object(fields={**SHARED, "response_format": Text(choices=SUBTITLES)}, required=("model",))


def formats_of(model: Model) -> tuple[str, ...]:
    """What a transcription model answers with; the sandbox's own ones with everything."""
    if not model.familiar:
        return (*SUBTITLES, "diarized_json")
    if model.kind == "translation":
        return SUBTITLES
    return ("json", "text", "diarized_json") if diarizes(model) else ("json",)


def diarizes(model: Model) -> bool:
    return "diarize" in model.id or not model.familiar


def check_speech(params: dict[str, Any], model: Model) -> None:
    """What the older models do not take, and a text that says nothing."""
    if model.id.startswith("tts-1"):
        if params.get("instructions"):
            raise unsupported_parameter("instructions")
        if params.get("stream_format") == "sse":
            message = f"The 'stream_format' 'sse' is not supported with the model '{model.id}'."
            raise bad_request(message, "stream_format", "unsupported_value")
    if not params["input"]:
        raise bad_request(
            "Invalid 'input': string too short. Expected a string with minimum length 1, "
            "but got an empty string instead.",
            "input",
            "string_below_min_length",
        )


def check_transcription(params: dict[str, Any], model: Model) -> None:
    """Raise the API's 400 for the first parameter that the model, or another parameter, does not go with."""
    wanted = params.get("response_format", "json")
    if wanted not in formats_of(model):
        supported = listed(formats_of(model), "or")
        message = (
            f"response_format '{wanted}' is not compatible with model '{model.id}'. Use {supported} instead."
        )
        raise bad_request(message, "response_format", "unsupported_value")
    for name in unsupported_by(model):
        if params.get(name):
            raise unsupported_parameter(name)
    check_combinations(params, wanted)
    if "language" in params:
        check_language(params["language"], "language")
    for code in params.get("languages", ()):
        check_language(code, "languages")


def unsupported_by(model: Model) -> list[str]:
    if not model.familiar:
        return []
    names = [] if model.id.startswith("gpt-transcribe") else ["keywords", "languages"]
    if diarizes(model):
        return [*names, "prompt", "include", "timestamp_granularities"]
    names += ["known_speaker_names", "known_speaker_references"]
    return [*names, "include", "chunking_strategy"] if model.kind == "translation" else names


def check_combinations(params: dict[str, Any], wanted: str) -> None:
    if "timestamp_granularities" in params and wanted != "verbose_json":
        message = (
            "The 'timestamp_granularities' parameter is only supported with response_format 'verbose_json'."
        )
        raise bad_request(message, "timestamp_granularities", "invalid_value")
    if params.get("include") and wanted != "json":
        message = "The 'include' value 'logprobs' is only supported with response_format 'json'."
        raise bad_request(message, "include", "invalid_value")
    names, references = (params.get(f"known_speaker_{of}", []) for of in ("names", "references"))
    if len(names) != len(references):
        message = "'known_speaker_names' and 'known_speaker_references' must have the same length."
        raise bad_request(message, "known_speaker_names", "invalid_value")


def check_language(code: str, param: str) -> None:
    if not CODE.fullmatch(code):
        message = f"Invalid language '{code}'. Language parameter must be specified in ISO-639-1 format."
        raise bad_request(message, param, "invalid_language_format")
