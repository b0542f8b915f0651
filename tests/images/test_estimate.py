"""What a request would cost, before it is sent."""

import pytest

from playground.connections.models import Connection
from playground.images.estimate import estimate

OPENAI = Connection(source=Connection.Source.OWN, base_url="https://api.openai.com/v1")
SANDBOX = Connection(source=Connection.Source.SANDBOX)


@pytest.mark.parametrize(
    ("params", "connection", "words"),
    [
        ({"n": 3, "size": "1024x1024", "quality": "medium"}, OPENAI, "3 × 1024×1024, medium ≈ $0.127"),
        ({"size": "1024x1024"}, OPENAI, "1 × 1024×1024, auto quality ≈ $0.011 to $0.166"),
        ({"quality": "low"}, OPENAI, "1 × auto size, low ≈ $0.011 for squares"),
        ({"model": "dall-e-3"}, OPENAI, "1 × auto size, auto quality · unknown price"),
        ({}, SANDBOX, "1 × auto size, auto quality · no cost"),
        ({"n": "many", "size": ["x"], "quality": None}, None, "1 × ['×'], None · unknown price"),
    ],
    ids=str,
)
def test_says_what_it_knows(params: dict[str, object], connection: Connection, words: str) -> None:
    assert estimate({"model": "gpt-image-1", "prompt": "Hills", **params}, connection) == words
