"""Prices and context windows from genai-prices' bundled, dated list. What it does not know is unknown, never 0."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils import timezone

from playground.connections.models import Connection

FREE = "free"
# Of a million tokens.
TOKENS = {"input_mtok": "in", "cache_read_mtok": "cached", "output_mtok": "out"}


@dataclass(frozen=True, slots=True)
class Known:
    """`price` in a few words, `prices` all of it; both empty where unknown. `context_window` in tokens."""

    context_window: int | None = None
    price: str = ""
    prices: str = ""


def known(model: str, connection: Connection) -> Known:
    """What is known of the model at the server of this connection."""
    if connection.source == Connection.Source.SANDBOX:
        return Known(price=FREE)
    found = listed(model, connection.url)
    if found is None:
        return Known()
    prices = found.get_prices(timezone.now())
    return Known(found.context_window, short(prices), str(prices))


@lru_cache(maxsize=4096)
def listed(model: str, url: str) -> Any:
    """What genai-prices has of the model at this base URL; None where it has nothing."""
    # A second of imports that the start need not wait for.
    from genai_prices.data_snapshot import get_snapshot

    try:
        return get_snapshot().find_provider_model(model, None, None, url)[1]
    except LookupError:
        return None


def short(prices: Any) -> str:
    """The prices of tokens, else all of them."""
    each = [(word, getattr(prices, name, None)) for name, word in TOKENS.items()]
    return " · ".join(f"${dollars(price)} {word}" for word, price in each if price is not None) or str(prices)


def dollars(price: Any) -> str:
    """A price in dollars; of one that grows with the request, where it begins."""
    base = getattr(price, "base", None)
    return f"{price:f}" if base is None else f"{base:f}+"
