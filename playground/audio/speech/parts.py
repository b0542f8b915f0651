"""A long text in parts that one request takes each, cut where a voice would pause."""

import re

MOST = 4096
MOST_PARTS = 40
# Where to cut, the best first: after a paragraph, a sentence, a clause, a word.
PLACES = (r"\n\s*\n", r"[.!?…。！？।؟][\"'”’»)\]]*\s+|[。！？।]|\n", r"[,;:—、，；]\s*", r"\s+")


def cut(text: str, most: int = MOST) -> list[str]:
    """The text in order, each part of at most `most` characters; white space at the cuts is left out."""
    parts = []
    rest = text.strip()
    while len(rest) > most:
        end = place(rest, most)
        parts.append(rest[:end].strip())
        rest = rest[end:].strip()
    return [part for part in (*parts, rest) if part]


def place(text: str, most: int) -> int:
    """Where to cut the text so that at most `most` characters come before; not in its first third if it can be."""
    for pattern in PLACES:
        ends = [found.end() for found in re.finditer(pattern, text[: most + 1]) if found.end() <= most]
        if ends and ends[-1] > most // 3:
            return ends[-1]
    return most
