"""What a run cost, from genai-prices' bundled, dated list. An unknown price is None, never 0."""

from decimal import Decimal
from typing import Any

from playground.connections.models import Connection

from .metrics import tokens


def cost(model: str, usage: dict[str, Any] | None, connection: Connection | None) -> Decimal | None:
    """US dollars for `usage` (the API's usage object). The sandbox costs nothing."""
    if connection is not None and connection.source == Connection.Source.SANDBOX:
        return Decimal(0)
    if not usage or not model or connection is None:
        return None
    # A second of imports that the start need not wait for.
    from genai_prices import Usage, calc_price

    counts = tokens(usage)
    used = Usage(
        input_tokens=counts.get("in"),
        output_tokens=counts.get("out"),
        cache_read_tokens=counts.get("cached"),
    )
    try:
        price = calc_price(used, model, provider_api_url=connection.url)
    except (LookupError, ValueError):
        # No price is known, or the counts contradict each other.
        return None
    return price.total_price
