"""Prices come from genai-prices; what it does not know is unknown."""

from decimal import Decimal
from typing import Any

import pytest

from playground.connections.models import Connection
from playground.runs.cost import cost

OPENAI = Connection(source=Connection.Source.OWN, base_url="https://api.openai.com/v1")
HOUR = {"type": "duration", "seconds": 3600}


def test_prices_a_recording_by_its_time() -> None:
    assert cost("whisper-1", HOUR, OPENAI) == Decimal("0.36")


def test_prices_speech_and_what_is_read_of_it_again() -> None:
    usage = {
        "input_tokens": 1000,
        "output_tokens": 1000,
        "input_token_details": {
            "audio_tokens": 900,
            "text_tokens": 100,
            "cached_tokens": 500,
            "cached_tokens_details": {"audio_tokens": 450, "text_tokens": 50},
        },
        "output_token_details": {"audio_tokens": 800, "text_tokens": 200},
    }
    whole = {**usage, "input_token_details": {"audio_tokens": 900, "text_tokens": 100}}
    found, without_cache = cost("gpt-realtime", usage, OPENAI), cost("gpt-realtime", whole, OPENAI)
    assert found is not None
    assert without_cache is not None
    assert 0 < found < without_cache


@pytest.mark.parametrize(
    ("model", "usage"),
    [
        ("no-such-model", HOUR),
        ("gpt-4o-transcribe", HOUR),  # billed by tokens: its price by time is unknown, not nothing
        ("gpt-4o", None),
    ],
)
def test_says_nothing_of_unknown_prices(model: str, usage: dict[str, Any] | None) -> None:
    assert cost(model, usage, OPENAI) is None


def test_takes_nothing_for_the_sandbox() -> None:
    assert cost("whisper-1", HOUR, Connection(source=Connection.Source.SANDBOX)) == 0
