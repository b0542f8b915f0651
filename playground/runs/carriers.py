"""Runs that are more than one request and its answer: their feature carries them, from their claim to their end."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .journal import Journal
    from .live import Live

Carrier = Callable[["Live", "Journal"], Awaitable[None]]

_registered: dict[str, Carrier] = {}


def register(operation: str, carrier: Carrier) -> None:
    """Called by a feature's AppConfig.ready(). The carrier feeds the run's `Live` and notes it in the journal; when
    it returns the run is completed, when it raises an OpenAIError, free of keys, it has failed."""
    _registered[operation] = carrier


def carrier_of(operation: str) -> Carrier | None:
    return _registered.get(operation)
