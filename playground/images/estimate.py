"""What a request would cost, as far as that is known before it is sent."""

from decimal import Decimal
from typing import Any

from playground.connections.models import Connection
from playground.runs.cost import cost
from playground.runs.metrics import money

from .families import SQUARE, TOKENS, family_of, output_tokens
from .tiles import SIZE

CHARACTERS_PER_TOKEN = 4


def estimate(params: dict[str, Any], connection: Connection | None) -> str:
    """One line, such as "3 × 1024×1024, medium ≈ $0.126"."""
    n, size, quality = params.get("n", 1), params.get("size", "auto"), params.get("quality", "auto")
    n = n if type(n) is int else 1
    shown = "auto size" if size == "auto" else str(size).replace("x", "×")[:20]
    how = "auto quality" if quality == "auto" else str(quality)[:20]
    return f"{n} × {shown}, {how} {price(params, n, str(size), str(quality), connection)}"


def price(params: dict[str, Any], n: int, size: str, quality: str, connection: Connection | None) -> str:
    model = str(params.get("model") or "")
    if connection is not None and connection.source == Connection.Source.SANDBOX:
        return "· no cost"
    if not family_of(model).counts_tokens:
        return "· unknown price"
    match = SIZE.fullmatch(size)
    width, height = (int(match[1]), int(match[2])) if match else (1024, SQUARE // 1024)
    asked = [quality] if quality in TOKENS else ["low", "high"]
    tokens = len(str(params.get("prompt") or "")) // CHARACTERS_PER_TOKEN
    costs = [cost(model, usage(tokens, n * output_tokens(each, width, height)), connection) for each in asked]
    known = [each for each in costs if each is not None]
    if not known:
        return "· unknown price"
    about = " to ".join(rounded(each) for each in dict.fromkeys(known))
    return f"≈ {about}" + ("" if match else " for squares")


def usage(incoming: int, outgoing: int) -> dict[str, Any]:
    return {
        "input_tokens": incoming,
        "output_tokens": outgoing,
        "output_tokens_details": {"image_tokens": outgoing},
    }


def rounded(amount: Decimal) -> str:
    return money(amount) if amount < Decimal("0.001") else f"${amount:.3f}"
