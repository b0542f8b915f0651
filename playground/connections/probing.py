"""Asking a server for its models, and saying in words what came of it."""

import asyncio
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from playground.openai.client import Client, Endpoint
from playground.openai.errors import MalformedAnswer, OpenAIError, TimedOut, redact

from . import words
from .addresses import without_user

MOST_MODELS = 2000
LONGEST_ID = 200


@dataclass(frozen=True, slots=True)
class Finding:
    """What a test found: `error` is the kind of what went wrong, empty when nothing did."""

    message: str
    advice: str = ""
    error: str = ""
    models: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, str]:
        return {"message": self.message, "advice": self.advice, "error": self.error}


@dataclass(frozen=True, slots=True)
class Listing:
    """An answer to `GET /models`: the ids, the software that probably answered, and how long it took."""

    models: tuple[str, ...]
    software: str
    elapsed_ms: int


async def list_models(endpoint: Endpoint, *, limit: float) -> Listing:
    """The models of this endpoint, asked for at most `limit` seconds; raises `OpenAIError`."""
    start = perf_counter()
    try:
        async with asyncio.timeout(limit):
            answer = await Client(endpoint).send("list_models", {}, on_retry=give_up)
            body = await answer.body()
    except TimeoutError:
        raise TimedOut(f"No answer within {limit:g} seconds.") from None
    found = body.get("data", body.get("models")) if isinstance(body, dict) else body
    if not isinstance(found, list):
        raise MalformedAnswer("The answer is not a list of models.", body=redact(str(body)[:500]))
    entries = [entry for entry in found if isinstance(entry, dict) and isinstance(entry.get("id"), str)]
    ids = dict.fromkeys(entry["id"] for entry in entries[:MOST_MODELS] if 0 < len(entry["id"]) <= LONGEST_ID)
    return Listing(tuple(ids), software_of(entries), round((perf_counter() - start) * 1000))


def give_up(attempt: int, delay: float, error: OpenAIError) -> None:
    """A person waits: no second try, but where a connection kept from before had gone stale."""
    if error.code != "lost":
        raise error


def software_of(entries: list[dict[str, Any]]) -> str:
    """Which software answers, by the owner it gives its models; empty when that says nothing."""
    owners = {str(entry.get("owned_by")).lower() for entry in entries}
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
    return Finding(message, advice, models=listing.models)
