"""Pasted text as prompts: JSON, JSONL, a list, or the call of an SDK, in the shapes that `shapes.py` knows."""

from itertools import groupby
from typing import Any

from playground.params.json_text import JSONTextError, read_json
from playground.runs.storable import storable

from .code_text import read_code
from .shapes import Draft, ShapeError, draft_of

MAX_PROMPTS = 1000


class ImportTextError(ValueError):
    """The text cannot be imported; the message is a sentence with the line that is to be mended."""


def read(text: str) -> list[list[Draft]]:
    """The prompts of a text, each as the list of its versions, oldest first. Raises ImportTextError."""
    text = text.replace("\r\n", "\n").lstrip("\ufeff")
    if not text.strip():
        raise ImportTextError("Paste a prompt, or choose a file")
    drafts = from_lines(text) if is_jsonl(text) else from_value(read_any(text))
    # Versions of one prompt follow each other under its name.
    grouped = groupby(enumerate(drafts), key=lambda each: each[1].group or each[0])
    prompts = [[draft for _, draft in group] for _, group in grouped]
    if len(prompts) > MAX_PROMPTS:
        raise ImportTextError(f"At most {MAX_PROMPTS:,} prompts at once: these are {len(prompts):,}")
    return prompts


def is_jsonl(text: str) -> bool:
    """Whether the first of several lines is an object of its own."""
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) < 2 or not lines[0].lstrip().startswith("{"):
        return False
    try:
        return isinstance(read_json(lines[0]), dict)
    except JSONTextError:
        return all(line.lstrip().startswith("{") and line.rstrip().endswith("}") for line in lines)


def from_lines(text: str) -> list[Draft]:
    drafts: list[Draft] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            drafts += draft_of(storable(read_json(line)))
        except JSONTextError as error:
            raise ImportTextError(str(error).replace("Line 1", f"Line {number}", 1)) from None
        except ShapeError as error:
            raise ImportTextError(f"Line {number}: {error}") from None
    return drafts


def from_value(value: Any) -> list[Draft]:
    if isinstance(value, list) and value and all(isinstance(item, dict) and "role" in item for item in value):
        value = {"messages": value}
    if not isinstance(value, list):
        return shaped(value, "")
    return [draft for number, item in enumerate(value, 1) for draft in shaped(item, f"Item {number}: ")]


def shaped(value: Any, place: str) -> list[Draft]:
    try:
        return draft_of(value)
    except ShapeError as error:
        raise ImportTextError(f"{place}{error}") from None


def read_any(text: str) -> Any:
    """The value of JSON, or of what a call in Python or JavaScript is given."""
    try:
        return storable(read_json(text))
    except JSONTextError as error:
        value = read_code(text)
        if value is None:
            raise ImportTextError(str(error)) from None
        return storable(value)
