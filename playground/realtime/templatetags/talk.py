"""How the turns of a conversation are written."""

import re
from datetime import UTC, datetime
from decimal import Decimal

from django import template
from django.utils import timezone

from playground.openai.durations import milliseconds
from playground.realtime.turns import Turn
from playground.runs import metrics

register = template.Library()


@register.filter
def dom_id(turn: Turn) -> str:
    """The turn's id with nothing in it that an element's id and a selector could not have."""
    return re.sub(r"[^A-Za-z0-9_-]", "_", turn.id)[:80]


@register.filter
def span(ms: int) -> str:
    return milliseconds(ms)


@register.filter
def money(cost: Decimal) -> str:
    return metrics.money(cost)


@register.filter
def date_of(seconds: int) -> str:
    """The time of day of a moment given in seconds since 1970."""
    return f"{timezone.localtime(datetime.fromtimestamp(seconds, UTC)):%H:%M:%S}" if seconds else ""


@register.filter
def notes(turn: Turn, kind: str) -> list[str]:
    """What is said under a turn: its delay, how sure it is, what it took, how much of it was heard."""
    words = []
    if turn.delay_ms is not None:
        answered = "heard → first sound" if turn.has_sound else "asked → first word"
        since = "said → written" if kind == "transcription" else answered
        words.append(f"{since} {milliseconds(turn.delay_ms)}")
    if turn.confidence is not None:
        words.append(f"{turn.confidence:.0%} sure")
    if counts := metrics.tokens(turn.usage):
        words.append(" · ".join(f"{count:,} {name}" for name, count in counts.items() if count))
    if turn.cost and (cost := Decimal(turn.cost)):
        words.append(metrics.money(cost))
    if turn.heard_ms is not None:
        words.append(f"interrupted: heard {turn.heard_ms / 1000:.1f} s")
    elif turn.status == "incomplete":
        words.append("incomplete")
    return words
