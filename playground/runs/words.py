"""Words as the search knows them: folded (case, accents, widths) and cut in one place for every database.

Scripts written without spaces (Chinese, Japanese, Korean, Thai …) become overlapping pairs of characters.
Pairs find a word of one or two characters, which FTS5's trigram tokenizer cannot, and need no second index.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

MAX_TEXT = 200_000
MAX_WORD = 64

MARKS = "".join(chr(code) for code in range(0x370, 0x10000) if unicodedata.category(chr(code))[0] == "M")
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
WORDS = re.compile(f"(?P<unspaced>[{UNSPACED}]+)|(?:(?![{UNSPACED}])(?:[^\\W_]|[{MARKS}]))+")
ASCII_BREAKS = {code: " " for code in range(128) if not chr(code).isalnum()}
CHUNKS = re.compile(r'"(?P<quoted>[^"]*)"?|(?P<plain>[^\s"]+)')
NOT_PROSE = frozenset(
    {"role", "type", "id", "call_id", "tool_call_id", "detail", "data", "file_data", "format", "status"}
)
PROMPT_PARAMS = ("instructions", "messages", "input", "prompt")


def indexed(text: str) -> list[str]:
    """Every word of a text, and of a stretch without spaces every pair and its last character."""
    if (
        text.isascii()
    ):  # As most are, and a long conversation is indexed anew with each run: no step for each word.
        return [word[:MAX_WORD] for word in text.lower().translate(ASCII_BREAKS).split()]
    found: list[str] = []
    for word, unspaced in cut(text):
        found += [*map("".join, pairwise(word)), word[-1]] if unspaced else [word[:MAX_WORD]]
    return found


def queried(text: str) -> Iterator[tuple[list[str], bool]]:
    """Each word or phrase that must be there, and whether its last word may begin a longer one."""
    for chunk in CHUNKS.finditer(text):
        phrase: list[str] = []
        for word, unspaced in cut(chunk["quoted"] or chunk["plain"] or ""):
            if unspaced:
                pairs = ["".join(pair) for pair in pairwise(word)]
                yield from (([pair], False) for pair in pairs) if pairs else [([word], True)]
            else:
                phrase.append(word[:MAX_WORD])
        if phrase:
            yield phrase, chunk["quoted"] is None


def cut(text: str) -> Iterator[tuple[str, bool]]:
    """The folded words of a text, and whether each is a stretch of a script without spaces."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    folded = unicodedata.normalize("NFC", re.sub("[\u0300-\u036f]", "", folded))
    for match in WORDS.finditer(folded):
        yield match[0], match["unspaced"] is not None


def prompt_text(params: dict[str, Any]) -> str:
    """What a person wrote in a request: the strings of its messages, input or prompt, no bytes or roles."""
    parts: list[str] = []
    size = 0
    for text in prose([params.get(name) for name in PROMPT_PARAMS]):
        parts.append(text[: MAX_TEXT - size])
        size += len(parts[-1])
        if size >= MAX_TEXT:
            break
    return "\n".join(parts)


def prose(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if not is_encoded(value):
            yield value
    elif isinstance(value, list):
        for item in value:
            yield from prose(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key not in NOT_PROSE:
                yield from prose(item)


def is_encoded(text: str) -> bool:
    """Bytes written as text: nobody searches in those."""
    head = text[:256]
    return head.startswith(("data:", "playground-file:")) or (
        len(head) == 256 and head.isascii() and " " not in head
    )
