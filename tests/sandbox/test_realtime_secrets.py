"""Client secrets: what is asked for, what comes back, and when they end."""

import copy
from random import Random

import pytest
from openai._models import validate_type
from openai.types.beta.realtime import SessionCreateResponse, TranscriptionSession
from openai.types.realtime import ClientSecretCreateResponse

from playground.sandbox.errors import APIError
from playground.sandbox.realtime import secrets
from playground.sandbox.realtime.configuration import Configuration
from tests.sandbox.talk import WEATHER
from tests.sandbox.test_fuzzed import JUNK, places

BETA = {
    "model": "gpt-4o-realtime-preview",
    "modalities": ["text", "audio"],
    "instructions": "Be brief",
    "voice": "ash",
    "input_audio_format": "g711_ulaw",
    "output_audio_format": "pcm16",
    "input_audio_transcription": {"model": "whisper-1", "language": "en", "prompt": "names"},
    "input_audio_noise_reduction": {"type": "near_field"},
    "turn_detection": {"type": "server_vad", "threshold": 0.6, "silence_duration_ms": 300},
    "tools": [WEATHER],
    "tool_choice": "auto",
    "temperature": 0.7,
    "max_response_output_tokens": 200,
    "speed": 1.1,
    "tracing": {"workflow_name": "test", "metadata": {"a": "b"}},
    "truncation": {"type": "retention_ratio", "retention_ratio": 0.5},
}
CAPTIONS = {
    "modalities": ["text"],
    "input_audio_format": "pcm16",
    "input_audio_transcription": {"model": "gpt-4o-transcribe"},
    "turn_detection": {"type": "server_vad"},
    "include": ["item.input_audio_transcription.logprobs"],
}
SESSION = {
    "type": "realtime",
    "model": "gpt-realtime",
    "output_modalities": ["audio"],
    "instructions": "Be brief",
    "audio": {
        "input": {
            "format": {"type": "audio/pcm", "rate": 24000},
            "transcription": {"model": "gpt-4o-transcribe"},
            "noise_reduction": {"type": "far_field"},
            "turn_detection": {"type": "semantic_vad", "eagerness": "low"},
        },
        "output": {"format": {"type": "audio/pcma"}, "voice": "marin", "speed": 0.9},
    },
    "tools": [WEATHER],
    "tool_choice": {"type": "function", "name": "get_weather"},
    "max_output_tokens": "inf",
    "truncation": "auto",
    "tracing": "auto",
    "include": ["item.input_audio_transcription.logprobs"],
}
CLIENT = {"expires_after": {"anchor": "created_at", "seconds": 30}, "session": SESSION}
BODIES = {
    "/realtime/sessions": BETA,
    "/realtime/transcription_sessions": CAPTIONS,
    "/realtime/client_secrets": CLIENT,
}


async def test_shows_a_session_of_the_beta_with_its_secret(call):
    answer = await call("POST", "/realtime/sessions", BETA)
    validate_type(type_=SessionCreateResponse, value=answer.json)
    given = {**BETA, "turn_detection": answer.json["turn_detection"]}
    assert given.items() <= answer.json.items()
    assert answer.json["turn_detection"]["prefix_padding_ms"] == 300
    assert answer.json["client_secret"]["value"].startswith("ek_")


async def test_shows_a_transcription_session_of_the_beta(call):
    answer = await call("POST", "/realtime/transcription_sessions", CAPTIONS)
    validate_type(type_=TranscriptionSession, value=answer.json)
    assert answer.json["object"] == "realtime.transcription_session"
    assert "instructions" not in answer.json


async def test_shows_the_whole_session_behind_a_client_secret(call):
    answer = await call("POST", "/realtime/client_secrets", CLIENT)
    validate_type(type_=ClientSecretCreateResponse, value=answer.json)
    session = answer.json["session"]
    assert session["audio"]["output"] == SESSION["audio"]["output"]
    assert session["audio"]["input"]["turn_detection"]["create_response"] is True
    assert session["tool_choice"] == SESSION["tool_choice"]


async def test_has_defaults_for_everything(call):
    assert (await call("POST", "/realtime/sessions", {})).json["modalities"] == ["audio", "text"]
    secret = (await call("POST", "/realtime/client_secrets", {})).json
    assert secret["session"]["type"] == "realtime"
    assert secret["session"]["audio"]["input"]["turn_detection"]["type"] == "server_vad"


async def test_turns_off_what_is_null(call):
    session = (await call("POST", "/realtime/sessions", {"turn_detection": None, "voice": None})).json
    assert session["turn_detection"] is None
    session = (await call("POST", "/realtime/sessions", {"turn_detection": {}})).json
    assert session["turn_detection"]["type"] == "server_vad"
    assert session["voice"] == "alloy"


@pytest.mark.parametrize(
    ("path", "body", "param", "code"),
    [
        ("sessions", {"temperature": 0.5}, "temperature", "decimal_below_min_value"),
        ("sessions", {"temperature": 1.3}, "temperature", "decimal_above_max_value"),
        ("sessions", {"speed": 2}, "speed", "decimal_above_max_value"),
        (
            "sessions",
            {"max_response_output_tokens": 5000},
            "max_response_output_tokens",
            "integer_above_max_value",
        ),
        ("sessions", {"max_response_output_tokens": "all"}, "max_response_output_tokens", "invalid_value"),
        ("sessions", {"modalities": ["audio"]}, "modalities", "invalid_value"),
        ("sessions", {"voice": "nobody"}, "voice", "invalid_value"),
        ("sessions", {"input_audio_format": "mp3"}, "input_audio_format", "invalid_value"),
        (
            "sessions",
            {"turn_detection": {"threshold": 2}},
            "turn_detection.threshold",
            "decimal_above_max_value",
        ),
        ("sessions", {"tools": [{"name": "x"}]}, "tools[0].type", "missing_required_parameter"),
        ("sessions", {"tools": [WEATHER], "tool_choice": "shell"}, "tool_choice", "invalid_value"),
        ("sessions", {"model": "nothing"}, None, "model_not_found"),
        ("sessions", {"model": "gpt-4o"}, "model", None),
        ("sessions", {"foo": 1}, "foo", "unknown_parameter"),
        (
            "transcription_sessions",
            {"input_audio_transcription": {"model": "gpt-4o"}},
            "input_audio_transcription.model",
            "invalid_value",
        ),
        ("transcription_sessions", {"include": ["all"]}, "include[0]", "invalid_value"),
        (
            "client_secrets",
            {"expires_after": {"seconds": 9}},
            "expires_after.seconds",
            "integer_below_min_value",
        ),
        (
            "client_secrets",
            {"expires_after": {"seconds": 7201}},
            "expires_after.seconds",
            "integer_above_max_value",
        ),
        ("client_secrets", {"session": {}}, "session.type", "missing_required_parameter"),
        (
            "client_secrets",
            {"session": {"type": "realtime", "output_modalities": ["text", "audio"]}},
            "session.output_modalities",
            "invalid_value",
        ),
        (
            "client_secrets",
            {"session": {"type": "realtime", "audio": {"output": {"voice": "nobody"}}}},
            "session.audio.output.voice",
            "invalid_value",
        ),
        (
            "client_secrets",
            {"session": {"type": "realtime", "instructions": "".join(map(str, range(20_000)))}},
            "session",
            "session_too_large",
        ),
    ],
)
async def test_refuses_what_the_api_refuses(call, path, body, param, code):
    answer = await call("POST", f"/realtime/{path}", body)
    assert (answer.status, answer.error["param"], answer.error["code"]) == (
        404 if "model" in body else 400,
        param,
        code,
    )


@pytest.mark.parametrize("path", BODIES)
@pytest.mark.parametrize(
    "model", ["sandbox-error-401", "sandbox-error-429", "sandbox-error-500", "sandbox-html"]
)
async def test_fails_by_the_name_of_the_model(call, path, model):
    body = {
        "/realtime/sessions": {"model": model},
        "/realtime/transcription_sessions": {"input_audio_transcription": {"model": model}},
        "/realtime/client_secrets": {"session": {"type": "realtime", "model": model}},
    }[path]
    answer = await call("POST", path, body)
    assert answer.status == int(model[-3:]) if model[-3:].isdigit() else 502


@pytest.mark.parametrize("path", BODIES)
async def test_asks_for_a_key(call, path):
    assert (await call("POST", path, {}, headers={})).status == 401


def test_reads_a_secret_back_until_it_expires():
    configuration = Configuration("realtime")
    configuration.update(SESSION)
    secret = secrets.mint("account", configuration, 30, now=1000)
    assert secrets.read(secret.value(), now=1029) == secret
    with pytest.raises(APIError) as raised:
        secrets.read(secret.value(), now=1030)
    assert (raised.value.status, raised.value.code) == (401, "token_expired")


@pytest.mark.parametrize("value", ["ek_", "ek_abc", "ek_a.b", "ek_.eJ.x"])
def test_knows_only_its_own_secrets(value):
    with pytest.raises(APIError) as raised:
        secrets.read(value)
    assert (raised.value.status, raised.value.code) == (401, "invalid_api_key")


@pytest.mark.parametrize("path", BODIES)
async def test_never_fails_on_what_it_is_sent(call, path):
    rng = Random(path)
    for _ in range(60):
        body = copy.deepcopy(BODIES[path])
        for _ in range(rng.choice((1, 1, 2))):
            container, key = rng.choice(places(body))
            container[key] = copy.deepcopy(rng.choice(JUNK))
        answer = await call("POST", path, body)
        assert answer.status in (200, 400, 404), body
