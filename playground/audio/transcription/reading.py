"""What an answer says, whatever its format: segments with times, speakers, confidence and words."""

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from .subtitles import cues_of

Body = dict[str, Any] | str | None
# Words, and letters of scripts that put no space between words.
UNSPACED = r"\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
TOKEN = re.compile(rf"[{UNSPACED}]\s*|[^\s{UNSPACED}]+\s*")
SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’)\]]*$")
LONGEST_SENTENCE = 40
# How far ahead in the text a word is looked for.
REACH = 60
DOUBTFUL = 0.6


@dataclass(frozen=True, slots=True)
class Piece:
    """A word with what follows it up to the next. `is_guess` where its time was not told but worked out."""

    text: str
    start: float = 0.0
    end: float = 0.0
    confidence: float | None = None
    is_guess: bool = True

    @property
    def is_doubtful(self) -> bool:
        return self.confidence is not None and self.confidence < DOUBTFUL

    @property
    def percent(self) -> int | None:
        return None if self.confidence is None else round(100 * self.confidence)


@dataclass(frozen=True, slots=True)
class Segment:
    """`key` names it in its transcript whatever becomes of other parts: the run that heard it, and its number there."""

    text: str
    start: float
    end: float
    pieces: tuple[Piece, ...] = ()
    speaker: str = ""
    confidence: float | None = None
    is_edited: bool = False
    key: str = ""

    @property
    def percent(self) -> int | None:
        return None if self.confidence is None else round(100 * self.confidence)

    @property
    def is_doubtful(self) -> bool:
        """Nothing is known of its words, and of all of them together little that is good."""
        sure_words = any(piece.confidence is not None for piece in self.pieces)
        return not sure_words and self.confidence is not None and self.confidence < DOUBTFUL


@dataclass(frozen=True, slots=True)
class Reading:
    """`is_estimated`: the answer has no times; they are spread over the length of the recording."""

    segments: list[Segment] = field(default_factory=list)
    language: str = ""
    is_estimated: bool = False

    @property
    def text(self) -> str:
        return " ".join(segment.text.strip() for segment in self.segments if segment.text.strip())

    @property
    def doubtful(self) -> int:
        """How many words, or segments of which no word is known, are doubtful."""
        return sum(
            segment.is_doubtful + sum(piece.is_doubtful for piece in segment.pieces)
            for segment in self.segments
        )

    @property
    def speakers(self) -> list[str]:
        return list(dict.fromkeys(segment.speaker for segment in self.segments if segment.speaker))


def read(body: Body, seconds: float = 0.0) -> Reading:
    """Any answer of either operation; `seconds` is the length of the recording, if it is known."""
    if isinstance(body, str):
        if cues := cues_of(body):
            segments = [segment_of(cue.text, cue.start, cue.end, [], speaker=cue.speaker) for cue in cues]
            return Reading(segments)
        return from_text(body.strip(), [], seconds)
    if not isinstance(body, dict):
        return Reading()
    language = language_of(body)
    words = list(words_of(body))
    found = [entry for entry in listed(body.get("segments")) if isinstance(entry.get("text"), str)]
    if found:
        return Reading(list(with_words(found, words)), language)
    text = body.get("text")
    return replace(from_text(text if isinstance(text, str) else "", words, seconds), language=language)


def language_of(body: dict[str, Any]) -> str:
    first = next(iter(listed(body.get("languages"))), {})
    found = body.get("language") or first.get("code")
    return found[:40] if isinstance(found, str) else ""


def listed(value: Any) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def number(value: Any, default: float = 0.0) -> float:
    usable = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    return min(max(0.0, float(value)), 1e7) if usable else default


def certainty(logprob: Any) -> float | None:
    usable = isinstance(logprob, int | float) and not isinstance(logprob, bool) and not math.isnan(logprob)
    return math.exp(min(0.0, float(logprob))) if usable else None


def words_of(body: dict[str, Any]) -> Iterator[Piece]:
    """The words of verbose_json with their times, or those that the tokens of logprobs make up."""
    for word in listed(body.get("words")):
        if isinstance(word.get("word"), str) and word["word"].strip():
            start = number(word.get("start"))
            yield Piece(word["word"].strip(), start, max(start, number(word.get("end"))), is_guess=False)
    text, least = "", None
    for token in listed(body.get("logprobs")):
        written, sure = token.get("token"), certainty(token.get("logprob"))
        if not isinstance(written, str):
            continue
        if text.strip() and written[:1].isspace():
            yield Piece(text.strip(), confidence=least)
            text, least = "", None
        text += written
        least = sure if least is None else min(least, sure if sure is not None else 1.0)
    if text.strip():
        yield Piece(text.strip(), confidence=least)


def with_words(found: list[dict[str, Any]], words: list[Piece]) -> Iterator[Segment]:
    """The segments of an answer, each with the words whose middle lies in it."""
    at, end = 0, 0.0
    for order, entry in enumerate(found):
        start = max(number(entry.get("start")), 0.0)
        end = max(start, number(entry.get("end"), end))
        mine = []
        last = order == len(found) - 1
        while at < len(words) and (last or (words[at].start + words[at].end) / 2 < end):
            mine.append(words[at])
            at += 1
        speaker = entry.get("speaker")
        yield segment_of(
            entry["text"],
            start,
            end,
            mine,
            speaker=speaker[:80] if isinstance(speaker, str) else "",
            confidence=certainty(entry.get("avg_logprob")),
        )


def segment_of(
    text: str,
    start: float,
    end: float,
    words: list[Piece],
    *,
    speaker: str = "",
    confidence: float | None = None,
) -> Segment:
    text = text.strip()
    return Segment(text, start, end, pieces_of(text, start, end, words), speaker, confidence)


def from_text(text: str, words: list[Piece], seconds: float) -> Reading:
    """Sentences of a text that came without segments."""
    end = max(seconds, words[-1].end if words else 0.0)
    timed = any(not word.is_guess for word in words)
    segments = [
        Segment(
            "".join(piece.text for piece in sentence).strip(),
            sentence[0].start,
            sentence[-1].end,
            tuple(sentence),
            confidence=mean([piece.confidence for piece in sentence]),
        )
        for sentence in sentences(pieces_of(text.strip(), 0.0, end, words))
    ]
    return Reading(segments, is_estimated=not timed)


def mean(values: list[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def sentences(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    sentence: list[Piece] = []
    for piece in pieces:
        sentence.append(piece)
        if SENTENCE_END.search(piece.text.rstrip()) or len(sentence) == LONGEST_SENTENCE:
            yield sentence
            sentence = []
    if sentence:
        yield sentence


def pieces_of(text: str, start: float, end: float, words: list[Piece]) -> tuple[Piece, ...]:
    """`text` cut before each of `words`; into plain words with times worked out where those are not in it."""
    places = list(places_in(text, words))
    if words and len(places) * 2 > len(words):
        edges = [0, *(place for place, _ in places[1:]), len(text)]
        cut = [
            replace(word, text=text[a:b]) for (_, word), a, b in zip(places, edges, edges[1:], strict=False)
        ]
        timed = not cut[0].is_guess
        return tuple(cut) if timed else tuple(spread(cut, start, end))
    return tuple(spread([Piece(token) for token in TOKEN.findall(text)], start, end))


def places_in(text: str, words: list[Piece]) -> Iterator[tuple[int, Piece]]:
    lowered, position = text.lower(), 0
    if len(lowered) != len(text):
        # A letter whose small form is longer would move all places behind it.
        lowered = text
    for word in words:
        place = lowered.find(word.text.lower(), position, position + len(word.text) + REACH)
        if place >= 0:
            yield place, word
            position = place + len(word.text)


def spread(pieces: list[Piece], start: float, end: float) -> Iterator[Piece]:
    """The same with times from start to end, each as long as it has letters."""
    pace = (end - start) / max(1, sum(len(piece.text) for piece in pieces))
    spoken = 0
    for piece in pieces:
        began = start + spoken * pace
        spoken += len(piece.text)
        yield replace(piece, start=round(began, 3), end=round(start + spoken * pace, 3))
