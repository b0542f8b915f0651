"""The shutdown countdown, wherever a model's name stands."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from django import template

from playground.connections.countdown import Countdown, countdown

register = template.Library()


@register.inclusion_tag("connections/_shutdown.html", takes_context=True)
def shutdown(context: dict[str, Any], model: str, connection: int | None) -> dict[str, Any]:
    """How long the model has left at the connection of this id; nothing where that is unknown."""
    return {"countdown": left(context, model, connection)}


@register.simple_tag(takes_context=True)
def shutdown_words(context: dict[str, Any], model: str, connection: int | None) -> str:
    """The same as bare text, for an `<option>`."""
    known = left(context, model, connection)
    return known.short if known else ""


@register.simple_tag(takes_context=True)
def first_shutdowns(context: dict[str, Any], models: Iterable[str]) -> list[tuple[str, str]]:
    """Each model with the same bare text, for a filter that asks all connections at once.

    Where they differ it is that of the connection which shuts it down first.
    """
    first: dict[str, date] = {}
    for (_, name), day in context.get("shutdown_dates", {}).items():
        first[name] = min(day, first.get(name, day))
    return [(name, countdown(first[name]).short if name in first else "") for name in models]


def left(context: dict[str, Any], model: str, connection: int | None) -> Countdown | None:
    day = context.get("shutdown_dates", {}).get((connection, model))
    return countdown(day) if day else None


@register.inclusion_tag("connections/_shutdown_note.html", takes_context=True)
def shutdown_note(context: dict[str, Any], model: str, connection: int | None = None) -> dict[str, Any]:
    """The sentence under a model box, and those of the other models, for `shutdowns.js`.

    `connection` is the id of the box's own; without it is the one in use.
    """
    current = context.get("current_connection")
    place = connection or (current.pk if current else None)
    dates = context.get("shutdown_dates", {})
    words = {name: countdown(day).words for (at, name), day in dates.items() if at == place}
    return {"words": words.get(model, ""), "all": json.dumps(words) if words else ""}
