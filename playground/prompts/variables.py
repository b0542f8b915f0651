r"""`{{variables}}` in the texts of a request: found, filled in once, and written so that they are none.

A name is letters, digits, _ and -, with spaces around it or none. `\{{name}}` stands for the characters
{{name}}. Variables are looked for in every text inside a structure (messages, tools, response_format …), not in
its keys, and not in plain parameters such as the model.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

PLACE = re.compile(r"(\\?)\{\{[ \t]*([\w-]{1,100})[ \t]*\}\}")
CONTROL = "variable_"


def names(params: Mapping[str, Any]) -> list[str]:
    """The variables of these parameters, each once, in the order in which they come."""
    found = (
        match[2]
        for value in params.values()
        if isinstance(value, dict | list)
        for text in texts(value)
        if "{{" in text
        for match in PLACE.finditer(text)
        if not match[1]
    )
    return list(dict.fromkeys(found))


def filled(params: Mapping[str, Any], values: Mapping[str, str]) -> dict[str, Any]:
    """The parameters with each variable replaced by its value, once: what a value holds is never looked at.

    A variable without a value stays as it is written.
    """

    def replaced(match: re.Match[str]) -> str:
        return match[0][1:] if match[1] else values.get(match[2], match[0])

    return changed(params, replaced)


def escaped(params: Mapping[str, Any]) -> dict[str, Any]:
    """The inverse of `filled` without values: the same texts, written so that no variable is found in them."""
    return changed(params, lambda match: "\\" + match[0])


def changed(params: Mapping[str, Any], replace: Callable[[re.Match[str]], str]) -> dict[str, Any]:
    return {
        name: rewritten(value, replace) if isinstance(value, dict | list) else value
        for name, value in params.items()
    }


def rewritten(value: Any, replace: Callable[[re.Match[str]], str]) -> Any:
    if isinstance(value, dict):
        return {key: rewritten(item, replace) for key, item in value.items()}
    if isinstance(value, list):
        return [rewritten(item, replace) for item in value]
    return PLACE.sub(replace, value) if isinstance(value, str) and "{{" in value else value


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from texts(item)


def typed(data: Mapping[str, Any]) -> dict[str, str]:
    """The values that a page posts, in controls named `variable_<name>`."""
    return {
        name.removeprefix(CONTROL): str(value).replace("\r\n", "\n")
        for name, value in data.items()
        if name.startswith(CONTROL)
    }


@dataclass(frozen=True, slots=True)
class Input:
    """A variable as a page shows it."""

    name: str
    value: str
    error: str

    @property
    def control(self) -> str:
        return f"{CONTROL}{self.name}"


def inputs(params: Mapping[str, Any], values: Mapping[str, str], errors: Mapping[str, Any]) -> list[Input]:
    return [
        Input(name, values.get(name, ""), next(iter(errors.get(f"{CONTROL}{name}", ())), ""))
        for name in names(params)
    ]
