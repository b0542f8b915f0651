"""The shutdown countdown, wherever a model's name stands."""

import json
from typing import Any

from django import template

from playground.connections.countdown import countdown

register = template.Library()


@register.inclusion_tag("connections/_shutdown.html", takes_context=True)
def shutdown(context: dict[str, Any], model: str, connection: int | None) -> dict[str, Any]:
    """How long the model has left at the connection of this id; nothing where that is unknown."""
    day = context.get("shutdown_dates", {}).get((connection, model))
    return {"countdown": countdown(day) if day else None}


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
