"""What completions and embeddings take: a text, several, an array of token ids, or several of those."""

from dataclasses import dataclass
from typing import Any

from . import token_ids, tokens
from .parameters import Integer, Kind, Text
from .structures import List

TOKENS = List(of=Integer(low=0, high=token_ids.HIGHEST, null=False), least=1, null=False)


@dataclass(frozen=True, slots=True)
class Input:
    """One of them. `tokens` is how many it counts; `invented` says that ids were read as made-up words."""

    text: str
    tokens: int
    invented: bool = False


@dataclass(frozen=True, kw_only=True)
class Inputs(Kind):
    """The parameter that holds them, at most `most`."""

    most: int
    words = "a string, an array of strings, an array of tokens, or an array of token arrays"

    def accepts(self, value: Any) -> bool:
        return isinstance(value, (str, list))

    def check_value(self, value: Any, path: str) -> None:
        if isinstance(value, list):
            List(of=kind_of(value), least=1, most=self.most).check(value, path)


def kind_of(items: list[Any]) -> Kind:
    """What all items must be, going by the first."""
    if items and isinstance(items[0], list):
        return TOKENS
    if items and type(items[0]) is int:
        return TOKENS.of
    return Text(null=False)


def read(value: str | list[Any]) -> list[Input]:
    """The inputs in a value that was checked."""
    if isinstance(value, str):
        return [of_text(value)]
    if isinstance(value[0], int):
        return [of_ids(value)]
    return [of_text(item) if isinstance(item, str) else of_ids(item) for item in value]


def of_text(text: str) -> Input:
    return Input(text, tokens.count(text))


def of_ids(ids: list[int]) -> Input:
    return Input(token_ids.decode(ids), len(ids), token_ids.needs_invention(ids))
