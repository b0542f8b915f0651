"""Edits of a transcript, laid over what was heard; what was heard is never touched."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from difflib import SequenceMatcher

from django.utils import timezone

from .models import Revision, Transcription
from .reading import TOKEN, Piece, Reading, Segment, spread

LONGEST = 20_000
# Pauses while one segment is typed into are one edit.
TOGETHER = timedelta(minutes=5)
Texts = dict[str, str | None]


def texts_of(transcription: Transcription) -> dict[str, str]:
    """What stands in the place of what was heard, by the key of the segment."""
    texts: Texts = {}
    for revision in transcription.revisions.all():
        texts.update(revision.texts)
    return {key: text for key, text in texts.items() if text is not None}


def edited(reading: Reading, texts: dict[str, str]) -> Reading:
    segments = [
        rewritten(segment, texts[segment.key]) if segment.key in texts else segment
        for segment in reading.segments
    ]
    return replace(reading, segments=segments)


def rewritten(segment: Segment, text: str) -> Segment:
    """The segment with another text: words that stayed keep their time and confidence."""
    old = list(segment.pieces)
    new = [Piece(token) for token in TOKEN.findall(text)]
    matcher = SequenceMatcher(
        None, [bare(piece) for piece in old], [bare(piece) for piece in new], autojunk=False
    )
    pieces: list[Piece] = []
    for kind, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if kind == "equal":
            pairs = zip(old[old_from:old_to], new[new_from:new_to], strict=True)
            pieces += [replace(kept, text=piece.text) for kept, piece in pairs]
        else:
            start = pieces[-1].end if pieces else segment.start
            end = old[old_to].start if old_to < len(old) else segment.end
            pieces += spread(new[new_from:new_to], start, max(start, end))
    return replace(segment, text=text.strip(), pieces=tuple(pieces), is_edited=True)


def bare(piece: Piece) -> str:
    return re.sub(r"\W+", "", piece.text).lower()


def save(transcription: Transcription, key: str, text: str, heard: str, *, goes_on: bool) -> None:
    """Put `text` in the place of one segment; as it was `heard` it is no edit any more."""
    written = " ".join(text[:LONGEST].split())
    value = None if written == heard else written
    if written == texts_of(transcription).get(key, heard):
        return
    last = transcription.revisions.last()
    recent = last is not None and timezone.now() - last.created_at < TOGETHER
    if goes_on and last is not None and recent and last.texts.keys() == {key}:
        last.texts = {key: value}
        last.save(update_fields=["texts"])
    else:
        Revision.objects.create(transcription=transcription, texts={key: value})


def replace_all(transcription: Transcription, reading: Reading, find: str, by: str, *, exact: bool) -> int:
    """Replace text in all segments as one edit; returns how many places there were."""
    pattern = re.compile(re.escape(find), 0 if exact else re.IGNORECASE)
    texts: dict[str, str] = {}
    count = 0
    for segment in reading.segments:
        text, found = pattern.subn(lambda _: by, segment.text)
        if found:
            count += found
            texts[segment.key] = " ".join(text[:LONGEST].split())
    if texts:
        Revision.objects.create(transcription=transcription, texts=texts)
    return count


def undo(transcription: Transcription) -> None:
    if last := transcription.revisions.last():
        last.delete()


def reset(transcription: Transcription) -> None:
    """Everything as it was heard, as one edit, so that it can be undone."""
    if texts := texts_of(transcription):
        Revision.objects.create(transcription=transcription, texts=dict.fromkeys(texts))


def paired(one: Reading, other: Reading) -> Iterator[tuple[list[Segment], list[Segment]]]:
    """Segments of two readings that belong together: each of the other's goes to where its middle is."""
    rest = list(other.segments)
    for at, segment in enumerate(one.segments):
        last = at == len(one.segments) - 1
        until = float("inf") if last else one.segments[at + 1].start
        mine: list[Segment] = []
        while rest and (rest[0].start + rest[0].end) / 2 < until:
            mine.append(rest.pop(0))
        yield [segment], mine
    if rest:
        yield [], rest


def differences(
    one: list[Segment], other: list[Segment]
) -> tuple[list[tuple[str, bool]], list[tuple[str, bool]]]:
    """Both texts in stretches, each with whether the other text has something else there."""
    ours, theirs = ([piece for segment in side for piece in segment.pieces] for side in (one, other))
    matcher = SequenceMatcher(None, [bare(p) for p in ours], [bare(p) for p in theirs], autojunk=False)
    left: list[tuple[str, bool]] = []
    right: list[tuple[str, bool]] = []
    for kind, a, b, c, d in matcher.get_opcodes():
        if a < b:
            left.append((joined(ours[a:b]), kind != "equal"))
        if c < d:
            right.append((joined(theirs[c:d]), kind != "equal"))
    return left, right


def joined(pieces: list[Piece]) -> str:
    return "".join(piece.text if piece.text[-1:].isspace() else f"{piece.text} " for piece in pieces)
