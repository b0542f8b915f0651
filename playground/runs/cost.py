"""What a run cost, from genai-prices' bundled, dated list. An unknown price is None, never 0."""

from decimal import Decimal
from typing import Any

from playground.connections.models import Connection


def cost(model: str, usage: dict[str, Any] | None, connection: Connection | None) -> Decimal | None:
    """US dollars for `usage` (the API's usage object). The sandbox costs nothing."""
    if connection is not None and connection.source == Connection.Source.SANDBOX:
        return Decimal(0)
    if not usage or not model or connection is None:
        return None
    # A second of imports that the start need not wait for.
    from genai_prices import Usage, calc_price

    incoming = usage.get("prompt_tokens", usage.get("input_tokens"))
    outgoing = usage.get("completion_tokens", usage.get("output_tokens"))
    details = usage.get("prompt_tokens_details") or usage.get("input_tokens_details") or {}
    counts = Usage(
        input_tokens=incoming, output_tokens=outgoing, cache_read_tokens=details.get("cached_tokens")
    )
    try:
        price = calc_price(counts, model, provider_api_url=connection.url)
    except LookupError:
        return None
    return price.total_price
