"""The choices of a completion, complete before the first of it is sent."""

from dataclasses import dataclass, field
from itertools import accumulate
from random import Random
from typing import Any

from ..tokens import logprobs, split
from .parameters import DEFAULT_MAX_TOKENS


@dataclass(slots=True)
class Choice:
    """What was written after `prompt`; `pieces` are its tokens, `echo` the prompt's when they are repeated."""

    prompt: str
    pieces: list[str]
    finish_reason: str
    echo: list[str] = field(default_factory=list)
    tokens: list[str] = field(init=False)
    # For each token that was rated: its log probability, the likeliest there, and where it begins.
    chances: list[float] = field(default_factory=list)
    likeliest: list[dict[str, float]] = field(default_factory=list)
    offsets: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.tokens = self.echo + self.pieces

    def rate(self, top: int, rng: Random) -> None:
        rated = logprobs(self.tokens, top, rng)
        self.chances = [entry["logprob"] for entry in rated]
        self.likeliest = [likeliest(entry) for entry in rated]
        start = 0 if self.echo else len(self.prompt)
        self.offsets = list(accumulate(map(len, self.tokens), initial=start))[:-1]

    def likelihood(self) -> float:
        """The mean log probability of what was written."""
        own = self.chances[len(self.echo) :]
        return sum(own) / max(1, len(own))

    def logprobs(self, top: int | None, start: int, end: int) -> dict[str, Any] | None:
        """The API's four lists for the tokens from `start` to `end`; nothing precedes a prompt's first token."""
        if top is None:
            return None
        first = 1 if self.echo and start == 0 else 0
        return {
            "tokens": self.tokens[start:end],
            "token_logprobs": [None] * first + self.chances[start + first : end],
            "top_logprobs": [None] * first + self.likeliest[start + first : end] if top else None,
            "text_offset": self.offsets[start:end],
        }

    def as_dict(self, index: int, top: int | None) -> dict[str, Any]:
        return {
            "text": "".join(self.tokens),
            "index": index,
            "logprobs": self.logprobs(top, 0, len(self.tokens)),
            "finish_reason": self.finish_reason,
        }


def likeliest(entry: dict[str, Any]) -> dict[str, float]:
    """Up to one more than asked for: the chosen token is always among them."""
    best = {top["token"]: top["logprob"] for top in entry["top_logprobs"]}
    return best | {entry["token"]: entry["logprob"]}


def limited(text: str, params: dict[str, Any]) -> tuple[list[str], str]:
    """The tokens of the text up to a stop sequence or the limit, and the reason for the end."""
    stops = params.get("stop", [])
    for stop in [stops] if isinstance(stops, str) else stops:
        if stop:
            text = text.partition(stop)[0]
    pieces, most = split(text), params.get("max_tokens", DEFAULT_MAX_TOKENS)
    return pieces[:most], "stop" if len(pieces) <= most else "length"
