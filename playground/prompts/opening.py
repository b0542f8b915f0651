"""From a saved request to a form that sends the same bytes again."""

from typing import Any

from django.shortcuts import get_object_or_404

from playground.accounts.models import User
from playground.params.forms import OperationForm
from playground.params.json_text import write_json
from playground.runs.operations import uuid_of

from .models import Prompt, Version


def asked_version(user: User, prompt: str, number: str) -> Version:
    """The version that `?prompt=<uuid>&version=<n>` names, the newest without n; 404 when it is not this user's."""
    found = get_object_or_404(Prompt.objects.for_user(user), uuid=uuid_of(prompt))
    versions = Version.objects.select_related("prompt").filter(prompt=found)
    if number.isascii() and number.isdigit() and len(number) < 9:
        return get_object_or_404(versions, number=int(number))
    return get_object_or_404(versions, pk=found.latest_id)


def controls(form: type[OperationForm], params: dict[str, Any]) -> dict[str, str]:
    """What each control holds, so that the form sends `params` with their keys in the same order.

    Fields are sent in the order of their declaration, then `extra_body`: the first key out of that order and all that
    follow go into `extra_body`.
    """
    held = form.initial_from(params)
    order = {field.name: name for name, field in form().params.items()}
    places = {key: place for place, key in enumerate(order)}
    initial: dict[str, str] = {}
    rest: dict[str, Any] = {}
    last = -1
    for key, value in params.items():
        if not rest and places.get(key, -1) > last and order[key] in held:
            last = places[key]
            initial[order[key]] = held[order[key]]
        else:
            rest[key] = value
    return initial | ({"extra_body": write_json(rest)} if rest else {})


def in_order(form: type[OperationForm], params: dict[str, Any]) -> dict[str, Any]:
    """The same parameters in the order in which the form declares them; those it does not know come last."""
    places = {field.name: place for place, field in enumerate(form().params.values())}
    return dict(sorted(params.items(), key=lambda item: places.get(item[0], len(places))))
