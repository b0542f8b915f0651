"""What a model's name tells."""

import pytest

from playground.catalog.abilities import abilities, refused
from playground.catalog.naming import is_fine_tuned


@pytest.mark.parametrize(
    ("model", "labels"),
    [
        ("gpt-4o", ["Chat", "Responses"]),
        ("ft:gpt-4o:org::id", ["Chat", "Responses"]),
        ("openai/gpt-4.1", ["Chat", "Responses"]),
        ("o3-pro", ["Responses"]),
        ("gpt-4o-audio-preview", ["Chat"]),
        ("gpt-3.5-turbo-instruct", ["Completions"]),
        ("text-embedding-3-small", ["Embeddings"]),
        ("omni-moderation-latest", ["Moderation"]),
        ("gpt-image-1", ["Images"]),
        ("dall-e-2", ["Images", "Variations"]),
        ("gpt-4o-mini-tts", ["Speech"]),
        ("whisper-1", ["Transcription", "Realtime transcription", "Translation"]),
        ("gpt-4o-transcribe", ["Transcription", "Realtime transcription"]),
        ("gpt-realtime", ["Realtime"]),
    ],
)
def test_knows_the_families(model: str, labels: list[str]) -> None:
    found = abilities(model)
    assert (found.labels, found.is_guess) == (labels, False)


def test_guesses_that_an_unknown_model_chats() -> None:
    assert abilities("meta-llama/Llama-3").labels == ["Chat", "Responses"]
    assert abilities("meta-llama/Llama-3").is_guess


def test_offers_the_pages_that_there_are_with_the_model_chosen() -> None:
    urls = [ability.url for ability in abilities("a&b/c").tries]
    assert "/chat/?model=a%26b%2Fc" in urls


def test_tells_which_parameters_a_model_refuses() -> None:
    assert ("temperature", "reasoning models refuse it") in refused("o3", "create_chat_completion")
    assert refused("own", "create_chat_completion") == []
    assert abilities("o3").reasons
    assert not abilities("gpt-4o").reasons


@pytest.mark.parametrize(
    ("model", "is_so"),
    [
        ("ft:gpt-4o:org::id", True),
        ("davinci:ft-org-2023", True),
        ("gpt-4o", False),
        ("ft", False),
        ("llama:ft", False),
    ],
)
def test_knows_fine_tuned_ones(model: str, is_so: bool) -> None:
    assert is_fine_tuned(model) == is_so
