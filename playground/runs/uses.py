"""What of somebody's own uses a model: each feature that keeps things with a model's name says how to find them."""

from collections.abc import Callable
from dataclasses import dataclass

from playground.accounts.models import User

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Uses:
    """So many things of a kind, and the newest of them as (title, URL)."""

    count: int
    newest: list[tuple[str, str]]


Finder = Callable[[User, str], Uses]
_finders: dict[str, Finder] = {}


def register(noun: str, finder: Finder) -> None:
    """Called by a feature's AppConfig.ready(): `noun` is the kind of things in one word, singular."""
    _finders[noun] = finder


def of_model(user: User, model: str) -> dict[str, Uses]:
    """What uses the model, by noun."""
    return {noun: finder(user, model) for noun, finder in sorted(_finders.items())}
