"""Text as the engine may have it: in sentences, and without anything that is not meant to be read aloud."""

import re
import unicodedata
from collections.abc import Iterator

LONGEST_SENTENCE = 300
LONGEST_WORD = 40
END = re.compile(r"(?<=[.!?…;:])\s+|(?<=[。！？；：،؟।])|\n+")
# Letters with their marks, numbers and plain punctuation; currency and the signs that have a name.
SPOKEN = re.compile(
    r"[^\w\s.,;:!?'’\"()%&+=/@#$€£¥°…–—。！？；：、،؟।\u0300-\u036f\u0900-\u0dff\u0e00-\u0e7f-]+"
)
WORD = re.compile(rf"\S{{{LONGEST_WORD}}}")


def sentences(text: str) -> Iterator[str]:
    """The parts to be spoken one after the other, each short; nothing for a text without anything to say."""
    plain = SPOKEN.sub(" ", unicodedata.normalize("NFC", text)).replace("_", " ")
    for sentence in END.split(WORD.sub(r"\g<0> ", plain)):
        yield from pieces(" ".join(sentence.split()))


def pieces(sentence: str) -> Iterator[str]:
    while len(sentence) > LONGEST_SENTENCE:
        cut = sentence.rfind(" ", 1, LONGEST_SENTENCE)
        yield sentence[:cut]
        sentence = sentence[cut + 1 :]
    if any(character.isalnum() for character in sentence):
        yield sentence
