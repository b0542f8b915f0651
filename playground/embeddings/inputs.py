"""What an embedding is made of: a text, several, an array of token ids, or several of those."""

from typing import Any

MOST = 2048
SHOWN_TOKENS = 12


def items(value: Any) -> list[Any]:
    """The inputs one by one: an array of token ids is one."""
    if not isinstance(value, list) or (value and all(is_token(item) for item in value)):
        return [value]
    return value


def is_token(value: Any) -> bool:
    return type(value) is int and value >= 0


def problem(value: Any) -> str:
    """Why the API would refuse this input, in words that name the line; empty when it would not."""
    if isinstance(value, dict):
        return "must be text, a list of texts, or lists of token ids"
    if value in ("", []):
        return "is empty: write at least one text"
    if isinstance(value, list) and len(value) > MOST and not all(is_token(item) for item in value):
        return f"takes at most {MOST:,} inputs: there are {len(value):,}, line {MOST + 1:,} is one too many"
    kinds = {type(item) for item in items(value)}
    for line, item in enumerate(items(value), 1):
        if item == [] or (isinstance(item, str) and not item.strip()):
            return f"line {line:,} is empty: write something there, or remove the line"
        if not isinstance(item, str) and not (
            isinstance(item, list) and all(is_token(each) for each in item)
        ):
            return f"line {line:,} is neither a text nor a list of token ids"
    return "holds texts and token ids together: send one kind at a time" if len(kinds) > 1 else ""


def named(value: Any) -> list[str]:
    """A line for each input that a person recognises it by."""
    return [item if isinstance(item, str) else tokens_named(item) for item in items(value)]


def tokens_named(item: Any) -> str:
    ids = item if isinstance(item, list) else [item]
    more = f" … {len(ids):,} in all" if len(ids) > SHOWN_TOKENS else ""
    return f"tokens {' '.join(str(each) for each in ids[:SHOWN_TOKENS])}{more}"
