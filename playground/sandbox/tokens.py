"""Splitting text into pieces of about the size of a model's tokens, and how likely each could have been."""

import math
import re
from itertools import islice
from random import Random
from typing import Any

TOKEN = re.compile(
    r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{1,2}"
    r"| ?[^\W\d_\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{1,8}"
    r"| ?\d{1,3}| ?[^\w\s]{1,3}|\n+|[ \t]+|_+|.",
    re.DOTALL,
)
Rated = list[tuple[str, float]]


def split(text: str) -> list[str]:
    """Pieces that join to exactly `text`."""
    return TOKEN.findall(text)


def count(text: str, most: int | None = None) -> int:
    """How many pieces, counted no further than `most`."""
    return sum(1 for _ in islice(TOKEN.finditer(text), most))


def logprobs(tokens: list[str], top: int, rng: Random) -> list[dict[str, Any]]:
    """For each token its log probability and the `top` likeliest there, best first, itself among them."""
    pool = sorted({*tokens, " the", " a", " and", ",", ".", "\n", " of", " is", " in", " to"})
    pool = rng.sample(pool, min(len(pool), 60))
    return [rated(token, candidates(token, pool, top, rng), top) for token in tokens]


def candidates(token: str, pool: list[str], top: int, rng: Random) -> Rated:
    others = [other for other in rng.sample(pool, min(len(pool), top + 2)) if other != token]
    certainty = rng.betavariate(4, 1) * 0.98 + 0.01
    chances, left = [certainty], 1 - certainty
    for _ in others:
        share = left * rng.uniform(0.35, 0.7)
        chances.append(share)
        left -= share
    # Now and then sampling takes the second choice; with one candidate shown, that one is the chosen token.
    order = (
        [others[0], token, *others[1:]] if top > 1 and others and rng.random() < 0.08 else [token, *others]
    )
    return list(zip(order, sorted(chances, reverse=True), strict=True))


def rated(token: str, likely: Rated, top: int) -> dict[str, Any]:
    chosen = next(entry for entry in likely if entry[0] == token)
    return {**shown(*chosen), "top_logprobs": [shown(*entry) for entry in likely[:top]]}


def shown(token: str, chance: float) -> dict[str, Any]:
    return {"token": token, "logprob": round(math.log(chance), 6), "bytes": list(token.encode())}
