"""What one answer has and another has not, word by word."""

import re
from difflib import SequenceMatcher
from typing import NamedTuple

# Comparing grows with the product of both lengths.
MOST_WORDS = 4000


class Stretch(NamedTuple):
    """`kind` is same, del (only in the first) or ins (only in the second)."""

    kind: str
    text: str


def differences(first: str, second: str) -> list[Stretch]:
    """The first `MOST_WORDS` words of both texts as one, each stretch said to be in both or in one of them."""
    one, two = words(first), words(second)
    stretches = []
    for tag, start, end, other_start, other_end in SequenceMatcher(
        None, one, two, autojunk=False
    ).get_opcodes():
        if tag == "equal":
            stretches.append(Stretch("same", "".join(one[start:end])))
            continue
        stretches += [
            Stretch(kind, "".join(found))
            for kind, found in (("del", one[start:end]), ("ins", two[other_start:other_end]))
            if found
        ]
    return stretches


def words(text: str) -> list[str]:
    """Words with the space that follows each, so that they join to the text again."""
    return re.findall(r"\s*\S+\s*?(?=\s\S|\S|$)|\s+", text)[:MOST_WORDS]
