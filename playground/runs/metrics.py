"""The line under an answer, in words."""

from decimal import Decimal
from typing import Any, TypeGuard

from playground.openai.durations import milliseconds

from .gauge import running_speed
from .live import Live
from .models import Run
from .transcripts import Transcript, transcript_class

MOST_TOKENS = 10**10
# What the details of a usage are called: by chat, by responses, by realtime.
INCOMING = ("prompt_tokens_details", "input_tokens_details", "input_token_details")
OUTGOING = ("completion_tokens_details", "output_tokens_details", "output_token_details")


def chips(live: Live) -> list[str]:
    """What is known of a run under way."""
    if live.retry is not None:
        return [
            f"attempt {live.retry.attempt + 1} in {round(live.retry.delay)} s: {live.retry.error.message}"
        ]
    if live.headers_ms is None:
        return ["waiting for the server"]
    if live.first_token_ms is None:
        return [f"waiting for the {live.transcript.first_seen or 'answer'}"]
    words = ["streaming"]
    if live.transcript.first_seen:
        words.append(f"{live.transcript.first_seen} {milliseconds(live.first_token_ms)}")
    if writes_tokens(live.transcript) and (rate := running_speed(live)):
        words.append(f"≈ {rate:,.0f} tok/s")
    return words


def writes_tokens(transcript: Transcript | type[Transcript]) -> bool:
    return transcript.first_seen == Transcript.first_seen


def money(cost: Decimal | None) -> str:
    if cost is None:
        return "unknown price"
    if cost == 0:
        return "no cost"
    return f"${cost:.4f}" if cost >= Decimal("0.0001") else f"${cost:.7f}"


def tokens(usage: dict[str, Any] | None) -> dict[str, int]:
    """Counts under the same names for every operation: in, cached, out, reasoning; absent ones are left out."""
    usage = usage or {}
    incoming = details(usage, *INCOMING)
    outgoing = details(usage, *OUTGOING)
    counts = {
        "in": usage.get("prompt_tokens", usage.get("input_tokens")),
        "cached": incoming.get("cached_tokens"),
        "out": usage.get("completion_tokens", usage.get("output_tokens")),
        "reasoning": outgoing.get("reasoning_tokens"),
    }
    return {name: count for name, count in counts.items() if is_count(count)}


def details(usage: dict[str, Any], *names: str) -> dict[str, Any]:
    return next((found for name in names if isinstance(found := usage.get(name), dict)), {})


def audio_tokens(usage: dict[str, Any]) -> tuple[int | None, int | None]:
    """How many of the tokens in and out were sound, which has a price of its own; None where nobody says."""
    found = [details(usage, *names).get("audio_tokens") for names in (INCOMING, OUTGOING)]
    heard, said = [count if is_count(count) and count else None for count in found]
    return heard, said


def is_count(value: Any) -> TypeGuard[int]:
    """Whether a server's number can be one of tokens."""
    return type(value) is int and 0 <= value < MOST_TOKENS


def token_words(run: Run) -> str:
    counts = tokens(run.usage)
    shown = [f"{count:,} {name}" for name, count in counts.items() if count or name in {"in", "out"}]
    return " · ".join(shown)


def speed(run: Run) -> float | None:
    """Output tokens a second, from the first token to the end; None where there is too little to divide, or no text."""
    out = tokens(run.usage).get("out")
    if not out or run.first_token_ms is None or run.total_ms is None:
        return None
    if not writes_tokens(transcript_class(run.operation)):
        return None
    span = run.total_ms - run.first_token_ms
    return out / span * 1000 if span >= 50 else None


def facts(run: Run) -> list[str]:
    """What is known of a run that has ended, shortest words first read."""
    words = []
    first_seen = transcript_class(run.operation).first_seen
    if first_seen and run.first_token_ms is not None:
        words.append(f"{first_seen} {milliseconds(run.first_token_ms)}")
    if rate := speed(run):
        words.append(f"{rate:,.0f} tok/s")
    if counts := token_words(run):
        words.append(counts)
    if run.total_ms is not None:
        words.append(f"{milliseconds(run.total_ms)} in all")
    if run.usage:
        words.append(money(run.cost))
    return words
