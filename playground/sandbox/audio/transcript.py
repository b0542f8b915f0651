"""What is said in a recording, segment by segment: heard, or known because the sandbox itself spoke it."""

import re
from collections.abc import Generator, Iterable
from dataclasses import dataclass

from .listener import RATE, Word, between_pauses, heard
from .recording import Recording
from .speakers import Speakers, pitch_of

SPACED_WORD = re.compile(r"\s*\S+")
SENTENCE_ENDS = re.compile(r"[.!?…。！？]['\"’”)]*$")
LONGEST_SENTENCE = 40
Part = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Segment:
    """`text` keeps the space before it, so that the texts of all segments join to the transcript."""

    text: str
    start: float
    end: float
    words: list[Word]
    speaker: str

    def pieces(self) -> list[str]:
        """The words with the space before them, one for each of `words`."""
        return SPACED_WORD.findall(self.text)


def segments(recording: Recording, known: dict[str, float]) -> Generator[Segment, None, None]:
    """Each segment as soon as it is recognised. `known` speakers by their pitch in Hz."""
    speakers = Speakers(known)
    if recording.spoken is not None:
        yield from exact(recording, recording.spoken.strip(), speakers)
        return
    space = ""
    for start, voiced in between_pauses(recording.samples()):
        if words := heard(voiced, start):
            end = start + len(voiced) / 2 / RATE
            text = space + " ".join(word.text for word in words)
            yield Segment(text, round(start, 3), round(end, 3), words, speakers.name(pitch_of(voiced)))
            space = " "


def exact(recording: Recording, text: str, speakers: Speakers) -> Generator[Segment, None, None]:
    """The sentences of `text`, spread over the parts of the recording in which there is a voice."""
    parts: list[Part] = []
    pitch = 0.0
    for start, voiced in between_pauses(recording.samples()):
        parts.append((start, start + len(voiced) / 2 / RATE))
        pitch = pitch or pitch_of(voiced)
    clock = Clock(parts or [(0.0, recording.seconds)], len(text))
    speaker = speakers.name(pitch)
    for sentence in sentences(SPACED_WORD.findall(text)):
        words = [clock.word(piece) for piece in sentence]
        yield Segment("".join(sentence), words[0].start, words[-1].end, words, speaker)


def sentences(pieces: Iterable[str]) -> Generator[list[str], None, None]:
    sentence: list[str] = []
    for piece in pieces:
        sentence.append(piece)
        if SENTENCE_ENDS.search(piece) or len(sentence) == LONGEST_SENTENCE:
            yield sentence
            sentence = []
    if sentence:
        yield sentence


class Clock:
    """Tells when a character is spoken, if all take equally long and none falls into a pause."""

    def __init__(self, parts: list[Part], characters: int) -> None:
        self.parts = parts
        self.pace = sum(end - start for start, end in parts) / max(1, characters)
        self.spoken = 0

    def word(self, piece: str) -> Word:
        start = self.time(self.spoken + len(piece) - len(piece.lstrip()), late=True)
        self.spoken += len(piece)
        return Word(piece.strip(), start, max(start, self.time(self.spoken, late=False)), 1.0)

    def time(self, character: int, *, late: bool) -> float:
        """Between two parts, `late` is the start of the second, else the end of the first."""
        left = character * self.pace
        for start, end in self.parts:
            if left < end - start - 1e-9 or (not late and left <= end - start + 1e-9):
                return round(start + left, 3)
            left -= end - start
        return round(self.parts[-1][1], 3)
