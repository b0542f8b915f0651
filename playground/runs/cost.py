"""What a run cost, from genai-prices' bundled, dated list. An unknown price is None, never 0."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from playground.connections.models import Connection

from .metrics import INCOMING, audio_tokens, details, is_count, tokens

if TYPE_CHECKING:
    from genai_prices import Usage


def cost(model: str, usage: dict[str, Any] | None, connection: Connection | None) -> Decimal | None:
    """US dollars for `usage` (the API's usage object). The sandbox costs nothing."""
    if connection is not None and connection.source == Connection.Source.SANDBOX:
        return Decimal(0)
    if not usage or not model or connection is None:
        return None
    # A second of imports that the start need not wait for.
    from genai_prices import Usage

    if (seconds := seconds_heard(usage)) is not None:
        return price_of(Usage(audio_seconds=seconds, input_audio_seconds=seconds), model, connection) or None
    counts = tokens(usage)
    heard, said = audio_tokens(usage)
    used = Usage(
        input_tokens=counts.get("in"),
        output_tokens=counts.get("out"),
        cache_read_tokens=counts.get("cached"),
        cache_audio_read_tokens=cached_audio_tokens(usage),
        input_audio_tokens=heard,
        output_audio_tokens=said,
        input_image_tokens=image_tokens(usage, "input_tokens_details"),
        output_image_tokens=image_tokens(usage, "output_tokens_details"),
    )
    return price_of(used, model, connection)


def price_of(used: "Usage", model: str, connection: Connection) -> Decimal | None:
    from genai_prices import calc_price

    try:
        return calc_price(used, model, provider_api_url=connection.url).total_price
    except (LookupError, ValueError):
        # No price is known, or the counts contradict each other.
        return None


def seconds_heard(usage: dict[str, Any]) -> float | None:
    """What recognisers that bill by time report, in place of tokens: `{"type": "duration", "seconds": 12}`."""
    seconds = usage.get("seconds")
    return float(seconds) if usage.get("type") == "duration" and isinstance(seconds, int | float) else None


def cached_audio_tokens(usage: dict[str, Any]) -> int | None:
    """How many of the cached tokens were sound: a conversation reads all that was said before from there."""
    count = details(details(usage, *INCOMING), "cached_tokens_details").get("audio_tokens")
    return count if is_count(count) else None


def image_tokens(usage: dict[str, Any], name: str) -> int | None:
    count = details(usage, name).get("image_tokens")
    return count if is_count(count) else None
