"""The two shapes as pure functions: each maps, and maps back."""

from typing import Any

import pytest

from playground.openai.realtime_closing import Close, as_error
from playground.openai.realtime_shapes import (
    WITHOUT_GA,
    Kind,
    nested,
    secret_request,
    session_of,
    session_update,
)

REALTIME: dict[str, Any] = {
    "model": "gpt-realtime",
    "voice": "marin",
    "instructions": "Be brief",
    "modalities": ["text", "audio"],
    "input_audio_format": "g711_ulaw",
    "output_audio_format": "pcm16",
    "input_audio_noise_reduction": {"type": "near_field"},
    "input_audio_transcription": {"model": "whisper-1"},
    "turn_detection": None,
    "tools": [{"type": "function", "name": "f"}],
    "tool_choice": "auto",
    "temperature": 0.8,
    "max_response_output_tokens": "inf",
    "speed": 1.2,
    "tracing": "auto",
    "truncation": "disabled",
    "prompt": {"id": "pmpt_1"},
    "of_tomorrow": 7,
    "expires_after": {"anchor": "created_at", "seconds": 30},
}
TRANSCRIPTION: dict[str, Any] = {
    "include": ["item.input_audio_transcription.logprobs"],
    "input_audio_format": "pcm16",
    "input_audio_noise_reduction": None,
    "input_audio_transcription": {"model": "whisper-1", "language": "en"},
    "modalities": ["text", "audio"],
    "turn_detection": {"type": "server_vad", "threshold": 0.4},
}
FIELDS: dict[Kind, dict[str, Any]] = {"realtime": REALTIME, "transcription": TRANSCRIPTION}


def test_nests_a_conversation_as_the_ga_shape_has_it() -> None:
    operation, body = secret_request("realtime", "ga", REALTIME)
    assert operation == "create_realtime_client_secret"
    assert body == {
        "expires_after": {"anchor": "created_at", "seconds": 30},
        "session": {
            "type": "realtime",
            "model": "gpt-realtime",
            "instructions": "Be brief",
            "output_modalities": ["audio"],
            "audio": {
                "input": {
                    "format": {"type": "audio/pcmu"},
                    "noise_reduction": {"type": "near_field"},
                    "transcription": {"model": "whisper-1"},
                    "turn_detection": None,
                },
                "output": {"format": {"type": "audio/pcm", "rate": 24_000}, "voice": "marin", "speed": 1.2},
            },
            "tools": [{"type": "function", "name": "f"}],
            "tool_choice": "auto",
            "max_output_tokens": "inf",
            "tracing": "auto",
            "truncation": "disabled",
            "prompt": {"id": "pmpt_1"},
            "of_tomorrow": 7,
        },
    }


def test_nests_captions_as_the_ga_shape_has_them() -> None:
    _, body = secret_request("transcription", "ga", TRANSCRIPTION)
    assert body["session"] == {
        "type": "transcription",
        "include": TRANSCRIPTION["include"],
        "audio": {
            "input": {
                "format": {"type": "audio/pcm", "rate": 24_000},
                "noise_reduction": None,
                "transcription": {"model": "whisper-1", "language": "en"},
                "turn_detection": {"type": "server_vad", "threshold": 0.4},
            }
        },
    }


@pytest.mark.parametrize("kind", ["realtime", "transcription"])
def test_sends_the_beta_flat_to_the_operation_of_its_name(kind: Kind) -> None:
    names = {"realtime": "create_realtime_session", "transcription": "create_realtime_transcription_session"}
    assert secret_request(kind, "beta", FIELDS[kind]) == (names[kind], FIELDS[kind])


@pytest.mark.parametrize("shape", ["beta", "ga"])
@pytest.mark.parametrize("kind", ["realtime", "transcription"])
def test_maps_back_what_it_mapped(kind: Kind, shape: Any) -> None:
    kept = {
        name: value for name, value in FIELDS[kind].items() if shape == "beta" or name not in WITHOUT_GA[kind]
    }
    assert session_of(*secret_request(kind, shape, FIELDS[kind])) == (kind, shape, kept)


def test_updates_a_session_without_its_model() -> None:
    fields = {"model": "m", "voice": "ash"}
    assert session_update("realtime", "beta", fields) == {
        "type": "session.update",
        "session": {"voice": "ash"},
    }
    assert session_update("realtime", "ga", fields) == {
        "type": "session.update",
        "session": {"type": "realtime", "audio": {"output": {"voice": "ash"}}},
    }
    assert session_update("transcription", "beta", {})["type"] == "transcription_session.update"


def test_keeps_formats_that_it_does_not_know() -> None:
    assert nested("realtime", {"input_audio_format": "opus"})["audio"]["input"]["format"] == {"type": "opus"}


@pytest.mark.parametrize(
    ("close", "kind", "code", "advice"),
    [
        (
            Close(4000, "invalid_request_error.beta_api_shape_disabled"),
            "bad_request",
            "beta_api_shape_disabled",
            "GA",
        ),
        (Close(3000, "invalid_request_error.token_expired"), "authentication", "token_expired", "expired"),
        (Close(4401, "no"), "authentication", None, "mint"),
        (Close(1011, ""), "server", None, "server's"),
        (Close(1001, "invalid_request_error.session_expired"), "bad_request", "session_expired", "longest"),
        (Close(None, ""), "incomplete", None, "network"),
    ],
)
def test_tells_a_close_word_for_word_with_advice(
    close: Close, kind: str, code: str | None, advice: str
) -> None:
    error = as_error(close)
    assert error is not None
    assert (error.kind, error.code) == (kind, code)
    assert advice in error.advice
    assert close.code is None or f"{close.code} {close.reason}".strip() in error.message


def test_takes_a_clean_close_for_no_error() -> None:
    assert as_error(Close(1000, "")) is None
