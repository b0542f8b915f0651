"""What is known of a model, from wherever it is known."""

from dataclasses import dataclass
from datetime import UTC, datetime

from playground.connections.countdown import Countdown, countdown
from playground.connections.models import Connection, SeenModel
from playground.connections.offers import Offer

from .prices import known


@dataclass(frozen=True, slots=True)
class Facts:
    """What is not known is empty or None."""

    owner: str
    created: datetime | None
    context_window: int | None
    price: str
    prices: str
    countdown: Countdown | None


def facts(model: str, connection: Connection, offer: Offer | None, seen: SeenModel | None) -> Facts:
    """What the server says now, else what it said when it listed the model."""
    said = offer or seen
    created, day = (said.created, said.shutdown_date) if said else (None, None)
    own = said.context_window if said else None
    priced = known(model, connection)
    return Facts(
        said.owned_by if said else "",
        datetime.fromtimestamp(created, UTC) if created else None,
        own or priced.context_window,
        priced.price,
        priced.prices,
        countdown(day) if day else None,
    )
