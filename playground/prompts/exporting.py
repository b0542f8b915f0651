"""Prompts as JSON: what `importing.read` reads back into the same."""

import json
from collections.abc import Iterator
from typing import Any

from .models import Prompt, Version


def prompt_object(prompt: Prompt) -> dict[str, Any]:
    """A prompt with its versions, oldest first."""
    versions = [version_object(version) for version in oldest_first(prompt)]
    return {"object": "playground.prompt", "name": prompt.name, "versions": versions}


def version_lines(prompt: Prompt) -> Iterator[str]:
    """A line for each version, oldest first."""
    for version in oldest_first(prompt):
        about = {"object": "playground.prompt.version", "name": prompt.name, **version_object(version)}
        yield line(about)


def version_object(version: Version) -> dict[str, Any]:
    return {
        "version": version.number,
        "note": version.note,
        "variables": version.values,
        "body": version.params,
    }


def oldest_first(prompt: Prompt) -> Iterator[Version]:
    return Version.objects.filter(prompt=prompt).order_by("number").iterator(chunk_size=20)


def line(value: Any) -> str:
    # U+2028 and U+2029 end a line for some readers: they are escaped.
    text = json.dumps(value, ensure_ascii=False)
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029") + "\n"
