"""The scores of a text: which signs of harm come together in one sentence of it. No model reads it."""

import re
from collections.abc import Iterator
from functools import reduce
from zlib import crc32

from . import lexicon as lex
from .categories import CATEGORIES, Scores, highest

SENTENCE = re.compile(r"[^.!?\n]{1,400}[.!?]*")
CERTAIN = 0.998
UNSURE = 0.0004


def scores_of(text: str) -> Scores:
    """A score from 0 to 1 for every category."""
    found = highest([read(sentence) for sentence in sentences(text)] or [{}])
    return {name: shaded(score, name, text) for name, score in found.items()}


def sentences(text: str) -> Iterator[str]:
    for match in SENTENCE.finditer(text.lower().replace("’", "'")):
        yield lex.HARMLESS.sub(" ", " ".join(match[0].split()))


def shaded(score: float, name: str, text: str) -> float:
    """The score with the little that differs from text to text, as a model's would."""
    chance = crc32(f"{name} {text}".encode()) / 2**32
    return UNSURE * chance**3 + score * (CERTAIN - 0.06 * chance)


def read(sentence: str) -> Scores:
    """The scores of one sentence, lowered and without harmless phrases."""
    sign = {name: strength(name, sentence) for name in lex.SIGNS}
    somebody = bool(lex.SOMEBODY.search(sentence))
    group = bool(lex.GROUPS.search(sentence))
    threatens = sign["violence"] * bool(lex.THREAT.search(sentence))
    asks = bool(lex.ASKING.search(sentence))
    contempt = 0.8 * bool(lex.CONTEMPT.search(sentence)) * group
    own = sign["self-harm"]
    armed = 0.0 if own > 0.5 else either(sign["weapon"], 0.6 * (sign["violence"] > 0.6))
    insult = sign["insult"] * (1 if somebody else 0.6)
    harm = sign["violence"] * (0.3 if own > 0.5 else 1)
    scores = {
        "harassment": either(insult, 0.75 * threatens * somebody, 0.4 * contempt),
        "harassment/threatening": threatens * somebody,
        "hate": either(contempt, threatens * group),
        "hate/threatening": threatens * group * 0.95,
        "illicit": either(sign["crime"] * (1 if asks else 0.35), 0.8 * armed * asks),
        "illicit/violent": armed * asks,
        "self-harm": own,
        "self-harm/intent": own * (0.95 if lex.FIRST_PERSON.search(sentence) and not asks else 0.2),
        "self-harm/instructions": own * (0.95 if asks or lex.TO_SOMEBODY.search(sentence) else 0.1),
        "sexual": sign["sexual"],
        "sexual/minors": sign["sexual"] * (0.95 if lex.MINORS.search(sentence) else 0.02),
        "violence": either(harm, 0.8 * sign["graphic"]),
        "violence/graphic": sign["graphic"] * (1 if sign["violence"] > 0.4 else 0.6),
    }
    return {name: scores[name] for name in CATEGORIES}


def strength(name: str, sentence: str) -> float:
    return either(
        *(weight for weight, pattern in lex.SIGNS[name] for _ in pattern.findall(sentence)[:3]),
    )


def either(*chances: float) -> float:
    """How likely at least one of independent things is."""
    return 1 - reduce(lambda left, chance: left * (1 - chance), chances, 1.0)
