"""Asking a server for its models, and saying in words what came of it."""

import asyncio
from dataclasses import dataclass
from time import perf_counter

from playground.openai.client import Client, Endpoint
from playground.openai.errors import OpenAIError, TimedOut

from . import words
from .addresses import without_user
from .offers import Offer, offers


@dataclass(frozen=True, slots=True)
class Finding:
    """What a test found: `error` is the kind of what went wrong, empty when nothing did."""

    message: str
    advice: str = ""
    error: str = ""
    offers: tuple[Offer, ...] = ()

    def as_dict(self) -> dict[str, str]:
        return {"message": self.message, "advice": self.advice, "error": self.error}


@dataclass(frozen=True, slots=True)
class Listing:
    """An answer to `GET /models`: what is offered, the software that probably answered, and how long it took."""

    offers: tuple[Offer, ...]
    software: str
    elapsed_ms: int

    @property
    def models(self) -> tuple[str, ...]:
        return tuple(offer.id for offer in self.offers)


async def list_models(endpoint: Endpoint, *, limit: float) -> Listing:
    """The models of this endpoint, asked for at most `limit` seconds; raises `OpenAIError`."""
    start = perf_counter()
    try:
        async with asyncio.timeout(limit):
            answer = await Client(endpoint).send("list_models", {}, on_retry=give_up)
            body = await answer.body()
    except TimeoutError:
        raise TimedOut(f"No answer within {limit:g} seconds.") from None
    found = offers(body)
    owners = {offer.owned_by.lower() for offer in found}
    return Listing(found, software_of(owners), round((perf_counter() - start) * 1000))


def give_up(attempt: int, delay: float, error: OpenAIError) -> None:
    """A person waits: no second try, but where a connection kept from before had gone stale."""
    if error.code != "lost":
        raise error


def software_of(owners: set[str]) -> str:
    """Which software answers, by the owner it gives its models; empty when that says nothing."""
    return next((name for owner, name in words.SOFTWARE.items() if owner in owners), "")


async def probe(endpoint: Endpoint, *, limit: float = 15.0) -> Finding:
    """Call `GET /models` and report in words what it found, or what failed and how to mend it."""
    url = without_user(endpoint.base_url)
    try:
        listing = await list_models(endpoint, limit=limit)
    except OpenAIError as error:
        message, advice = words.failure(error, url, has_key=bool(endpoint.key))
        return Finding(message, advice, error.kind)
    message, advice = words.success(listing.software or "the server", url, listing.elapsed_ms, listing.models)
    return Finding(message, advice, offers=listing.offers)
