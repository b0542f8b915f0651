"""How much of a conversation a model reads."""

from .. import tokens
from ..errors import bad_request
from ..writer import Turn

# How much a model of the sandbox reads, all of the conversation and the tools together.
CONTEXT_WINDOW = 128_000
TOO_LONG = "Your input exceeds the context window of this model. Please adjust your input and try again."


def within_window(turns: list[Turn], extra: int, drop: bool, pinned: int = 0) -> tuple[list[Turn], int]:
    """The turns that a model can read, and their tokens; the oldest are left out if `drop`, the `pinned` first stay."""
    total = 3 + extra + sum(length_of(turn) for turn in turns[:pinned])
    kept: list[Turn] = []
    for turn in reversed(turns[pinned:]):
        length = length_of(turn)
        if total + length > CONTEXT_WINDOW:
            if drop and kept:
                break
            raise bad_request(TOO_LONG, "input", "context_length_exceeded")
        kept.append(turn)
        total += length
    return [*turns[:pinned], *kept[::-1]], total


def length_of(turn: Turn) -> int:
    return 3 + tokens.count(turn.text, CONTEXT_WINDOW)
