"""JSON values as source code, broken into lines where they are long."""

import json
import re
from collections.abc import Mapping
from typing import Any, Literal

Language = Literal["python", "javascript"]

_WIDTH = 88
_ATOMS = {"python": {True: "True", False: "False", None: "None"}, "javascript": {}}
_IDENTIFIER = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*")


class Code(str):
    """A piece of source code, to stand among values as it is."""


def literal(value: Any, language: Language, indent: int = 0, taken: int = 0) -> str:
    """`value` as a literal; `taken` columns of its first line are in use already."""

    def inner(item: Any, before: int = 0) -> str:
        return literal(item, language, indent + step, before)

    step = 4 if language == "python" else 2
    if isinstance(value, Mapping):
        pairs = [(_key(name, language), item) for name, item in value.items()]
        items = [f"{key}: {inner(item, len(key) + 2)}" for key, item in pairs]

        space = "" if language == "python" else " "
        return enclosed("{", items, "}", indent, step, taken, space=space)
    if isinstance(value, list | tuple):
        return enclosed("[", [inner(item) for item in value], "]", indent, step, taken)
    return _atom(value, language)


def enclosed(
    start: str, items: list[str], end: str, indent: int, step: int, taken: int = 0, *, space: str = ""
) -> str:
    """Items between brackets, on one line when they fit, else each on its own."""
    flat = f"{start}{space}{', '.join(items)}{space}{end}" if items else start + end
    if not items or ("\n" not in flat and indent + taken + len(flat) <= _WIDTH):
        return flat
    margin = " " * indent
    lines = "".join(f"{margin}{' ' * step}{item},\n" for item in items)
    return f"{start}\n{lines}{margin}{end}"


def _key(name: str, language: Language) -> str:
    if language == "javascript" and _IDENTIFIER.fullmatch(name):
        return name
    return _atom(str(name), language)


def _atom(value: Any, language: Language) -> str:
    if isinstance(value, Code):
        return value
    if value is None or isinstance(value, bool):
        return _ATOMS[language].get(value) or json.dumps(value)
    if isinstance(value, str) and not _is_encodable(value):
        return repr(value) if language == "python" else json.dumps(value)
    return json.dumps(value, ensure_ascii=False)


def _is_encodable(text: str) -> bool:
    return not any("\ud800" <= sign <= "\udfff" for sign in text)
