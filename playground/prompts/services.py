"""Keeping prompts: what the pages, the import and the chat call."""

import json
from typing import Any

from django.db import transaction

from playground.accounts.models import User
from playground.runs.files import resolve
from playground.runs.storable import storable

from .models import Prompt, Version


def as_text(params: dict[str, Any]) -> str:
    """The JSON that is stored: keys in their order, numbers as they are spelled, text as it is."""
    return json.dumps(params, ensure_ascii=False)


def create(
    owner: User, name: str, params: dict[str, Any], *, note: str = "", examples: dict[str, str] | None = None
) -> Version:
    """A new prompt with its first version. Raises BadRequest when an attached file is gone."""
    with transaction.atomic():
        prompt = Prompt.objects.create(owner=owner, name=name)
        return add(prompt, portable(owner, params), note, examples or {})


def save(
    prompt: Prompt, params: dict[str, Any], *, note: str = "", examples: dict[str, str] | None = None
) -> Version | None:
    """A new version; None when the newest has the same content and example values.

    Without `examples` those of the newest version stay.
    """
    params = portable(prompt.owner, params)
    with transaction.atomic():
        prompt = Prompt.objects.select_for_update(of=("self",)).select_related("latest").get(pk=prompt.pk)
        latest = prompt.latest
        kept = latest.values if examples is None and latest else examples or {}
        if latest and latest.content == as_text(params) and latest.values == kept:
            return None
        return add(prompt, params, note, kept)


def add(prompt: Prompt, params: dict[str, Any], note: str, examples: dict[str, str]) -> Version:
    number = prompt.latest.number + 1 if prompt.latest else 1
    version = Version.objects.create(
        prompt=prompt,
        number=number,
        note=note,
        model=str(params.get("model") or "")[:200],
        content=as_text(params),
        examples=as_text(storable(examples)),
    )
    prompt.latest = version
    prompt.save(update_fields=["latest"])
    return version


def portable(owner: User, params: dict[str, Any]) -> dict[str, Any]:
    """The parameters with attached files inside them, so that a prompt outlives the run that brought them."""
    return resolve(owner.pk, storable(params))[0]


def restore(version: Version) -> Version | None:
    """The content of an earlier version as the newest; None when it is that already."""
    note = f"Restored from version {version.number}"
    return save(version.prompt, version.params, note=note, examples=version.values)


def duplicate(version: Version, name: str) -> Version:
    note = f"Copied from {version.prompt.name}, version {version.number}"[:300]
    return create(version.prompt.owner, name, version.params, note=note, examples=version.values)
