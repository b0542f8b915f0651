"""How parameters travel in a query and in a multipart form: `include[]=a`, `metadata[key]=value`, `true`."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlencode


def flat_pairs(params: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Names and texts of all parameters, lists and maps taken apart; null is left out, as it has no text."""
    for name, value in params.items():
        yield from _pairs(name, value)


def query_string(params: Mapping[str, Any]) -> str:
    return urlencode(list(flat_pairs(params)), quote_via=quote)


def _pairs(name: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _pairs(f"{name}[{key}]", item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _pairs(name if name.endswith("[]") else f"{name}[]", item)
    elif value is not None:
        yield name, _text(value)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
