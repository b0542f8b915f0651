"""Reading token ids without a tokenizer: single bytes as GPT-2 numbers them, all others as made-up words."""

from itertools import groupby

BYTES = [byte for byte in range(256) if chr(byte).isprintable() and byte != 0x20]
BYTES += [byte for byte in range(256) if byte not in BYTES]
SYLLABLES = [consonant + vowel for consonant in "bdfghjklmnprstvz" for vowel in "aeiou"]
END_OF_TEXT = "<|endoftext|>"
ENDS = (50256, 100257, 199999)
HIGHEST = 200_018


def decode(ids: list[int]) -> str:
    """The text of these ids. Different ids above 255 give different words, the same word each time."""
    parts = []
    for is_byte, run in groupby(ids, lambda token: token < len(BYTES)):
        if is_byte:
            parts.append(bytes(BYTES[token] for token in run).decode("utf-8", "replace"))
        else:
            parts += [END_OF_TEXT if token in ENDS else f" {invented(token)}" for token in run]
    return "".join(parts)


def invented(token: int) -> str:
    """A word that stands for the id: its digits as syllables, at least two of them."""
    number, word = token - len(BYTES), ""
    while number or len(word) < 4:
        number, digit = divmod(number, len(SYLLABLES))
        word = SYLLABLES[digit] + word
    return word


def needs_invention(ids: list[int]) -> bool:
    return any(token >= len(BYTES) and token not in ENDS for token in ids)
