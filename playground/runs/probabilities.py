"""The tokens of an answer with their probabilities: as a person sees them, and as text to go on from.

Reference: https://platform.openai.com/docs/api-reference/chat/object (`choices[].logprobs`).
"""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice, zip_longest
from typing import Any

# Lower bounds of the steps 5 to 1; what is less likely than all of them has step 0.
STEPS = (0.9, 0.7, 0.4, 0.15, 0.03)
VISIBLE = str.maketrans({"\n": "⏎", "\r": "␍", "\t": "⇥", "\u00a0": "⍽"})
LONGEST = 80
PART = re.compile(r"bytes:((?:\\x[0-9a-f]{2})+)")


@dataclass(frozen=True, slots=True)
class Token:
    """`text` and `raw` are what the token says, `logprob` is natural; `whole` is the character it is a part of.

    The first token of a text has nothing before it, and is not rated.
    """

    number: int
    text: str
    raw: bytes
    logprob: float
    top: tuple[Mapping[str, Any], ...] = ()
    whole: str = ""
    part: str = ""
    is_rated: bool = True

    @property
    def alternatives(self) -> list["Token"]:
        """Made when asked for: ten thousand tokens may have twenty each."""
        return [token(at, {**other, "top_logprobs": None}) for at, other in enumerate(self.top)]

    @property
    def probability(self) -> float:
        return math.exp(min(self.logprob, 0.0))

    @property
    def percent(self) -> str:
        percent = 100 * self.probability
        if not self.is_rated:
            return "not rated"
        return f"{percent:.0f} %" if percent >= 99.95 else f"{percent:.1f} %" if percent >= 0.1 else "< 0.1 %"

    @property
    def step(self) -> int:
        if not self.is_rated:
            return 5
        return next((5 - at for at, least in enumerate(STEPS) if self.probability >= least), 0)

    @property
    def is_odd(self) -> bool:
        """Whether its bytes tell more than its text."""
        return bool(self.part) or not self.text.isprintable() or not complete(self.raw)

    @property
    def shown(self) -> str:
        """One line that is never empty: spaces, breaks and parts of characters are visible."""
        if self.part:
            return f"{self.whole}{self.part}"
        if not complete(self.raw):
            return self.hex
        text = self.text.translate(VISIBLE)[:LONGEST]
        text = text.replace(" ", "␣") if not text.strip() else text
        return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text) or "∅"

    @property
    def hex(self) -> str:
        return self.raw[:LONGEST].hex(" ")

    @property
    def breaks(self) -> bool:
        return self.text.endswith("\n")


@dataclass(frozen=True, slots=True)
class Numbers:
    """What all tokens come to."""

    count: int
    mean: float
    perplexity: float
    least: list[Token]


def complete(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True


def tokens_of(choice: Mapping[str, Any]) -> list[Token]:
    """The tokens of a choice, those of a refusal when it refused; [] when it has none that can be read."""
    logprobs = choice.get("logprobs")
    if not isinstance(logprobs, dict):
        return []
    rated = logprobs.get("content") or logprobs.get("refusal")
    items = rated if isinstance(rated, list) else of_completion(logprobs)
    return joined([token(at, item) for at, item in enumerate(items) if isinstance(item, dict)])


def of_completion(logprobs: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The four lists of a text completion as one item a token, as chat completions have them.

    Reference: https://platform.openai.com/docs/api-reference/completions/object (`choices[].logprobs`).
    """
    texts = listed(logprobs, "tokens")
    rows = zip_longest(texts, listed(logprobs, "token_logprobs"), listed(logprobs, "top_logprobs"))
    return [
        {
            **completion_token(text, logprob),
            "top_logprobs": [completion_token(*other) for other in top.items()]
            if isinstance(top, dict)
            else None,
            "unrated": logprob is None,
        }
        for text, logprob, top in islice(rows, len(texts))
    ]


def of_item(item: Mapping[str, Any]) -> dict[str, Any]:
    """A message of a response as a choice: the tokens of its parts, one after the other.

    Reference: https://platform.openai.com/docs/api-reference/responses/object (`output[].content[].logprobs`).
    """
    parts = item.get("content")
    rated = (
        [part.get("logprobs") for part in parts if isinstance(part, dict)] if isinstance(parts, list) else []
    )
    return {
        "logprobs": {"content": [token for tokens in rated if isinstance(tokens, list) for token in tokens]}
    }


def listed(logprobs: Mapping[str, Any], name: str) -> list[Any]:
    found = logprobs.get(name)
    return found if isinstance(found, list) else []


def completion_token(text: Any, logprob: Any) -> dict[str, Any]:
    """A token that is only a part of a character is written as `bytes:\\xf0\\x9f`."""
    found = PART.fullmatch(text) if isinstance(text, str) else None
    raw = list(bytes.fromhex(found[1].replace("\\x", ""))) if found else None
    return {"token": text, "logprob": logprob, "bytes": raw}


def token(number: int, item: Mapping[str, Any]) -> Token:
    text, logprob = str(item.get("token", "")), item.get("logprob")
    top = item.get("top_logprobs")
    others = [other for other in top if isinstance(other, dict)] if isinstance(top, list) else []
    return Token(
        number,
        text,
        raw_of(item.get("bytes"), text),
        float(logprob) if isinstance(logprob, int | float) and not math.isnan(logprob) else -9999.0,
        tuple(others),
        is_rated=not item.get("unrated"),
    )


def raw_of(given: Any, text: str) -> bytes:
    if isinstance(given, list) and all(type(byte) is int and 0 <= byte < 256 for byte in given):
        return bytes(given)
    return text.encode(errors="replace")


def joined(tokens: list[Token]) -> list[Token]:
    """Tokens that are only together a character say which, and which part of it they are."""
    done: list[Token] = []
    for one in tokens:
        done.append(one)
        if complete(one.raw):
            continue
        first = len(done) - 1
        while first > 0 and len(done) - first < 4 and not done[first - 1].part:
            if complete(done[first - 1].raw):
                break
            first -= 1
        parts = done[first:]
        raw = b"".join(part.raw for part in parts)
        if len(parts) > 1 and complete(raw):
            done[first:] = [
                Token(
                    part.number,
                    part.text,
                    part.raw,
                    part.logprob,
                    part.top,
                    raw.decode(),
                    f"{at}/{len(parts)}",
                    part.is_rated,
                )
                for at, part in enumerate(parts, 1)
            ]
    return done


def numbers(tokens: list[Token], least: int = 8) -> Numbers:
    """Raises ValueError without a rated token."""
    tokens = [token for token in tokens if token.is_rated]
    mean = math.fsum(token.logprob for token in tokens) / len(tokens) if tokens else math.nan
    if math.isnan(mean):
        raise ValueError("no tokens")
    return Numbers(
        len(tokens),
        math.fsum(token.probability for token in tokens) / len(tokens),
        math.exp(min(-mean, 700.0)),
        sorted(tokens, key=lambda token: token.logprob)[:least],
    )


def text_until(tokens: Iterable[Token], number: int, alternative: int | None = None) -> str:
    """What stands up to and with token `number`, or with one of its alternatives in its place; IndexError if none."""
    kept = list(tokens)
    if not 0 <= number < len(kept):
        raise IndexError(number)
    last = kept[number] if alternative is None else kept[number].alternatives[alternative]
    return b"".join([*(token.raw for token in kept[:number]), last.raw]).decode(errors="replace")
