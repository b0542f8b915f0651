"""The parts of a recording as one transcript, and which run stands for each part."""

from dataclasses import dataclass, replace

from playground.runs.live import folded
from playground.runs.models import Run, Status

from .models import Transcription
from .reading import Piece, Reading, Segment, read


@dataclass(frozen=True, slots=True)
class Part:
    """`run` is the last one that was sent for it."""

    number: int
    start: float
    end: float
    run: Run

    @property
    def is_done(self) -> bool:
        return self.run.status == Status.COMPLETED

    @property
    def is_lost(self) -> bool:
        return not self.run.is_live and not self.is_done


def parts_of(transcription: Transcription, seconds: float) -> list[Part]:
    """In the order of the recording, `seconds` long; one for a recording that was not cut."""
    runs = [transcription.run] if transcription.run else latest(transcription)
    starts = [*transcription.starts, seconds]
    return [
        Part(at + 1, starts[at], max(starts[at], starts[at + 1]), run)
        for run in runs
        # The run of another part may have been deleted.
        if (at := run.position or 0) < len(transcription.starts)
    ]


def latest(transcription: Transcription) -> list[Run]:
    if transcription.run_set is None:
        return []
    runs = transcription.run_set.runs.order_by("position", "id").select_related("connection", "owner")
    return list({run.position: run for run in runs}.values())


def stitched(parts: list[Part]) -> Reading:
    """What all parts say so far, each moved to its place: no segment begins before the one before it."""
    segments: list[Segment] = []
    language, estimated = "", False
    last = 0.0
    for part in parts:
        reading = read(folded(part.run).result(), part.end - part.start)
        language, estimated = language or reading.language, estimated or reading.is_estimated
        for number, segment in enumerate(reading.segments):
            moved = replace(shifted(segment, part.start, last), key=f"{part.run.uuid}/{number}")
            last = moved.start
            segments.append(named(moved, part, parts))
    return Reading(segments, language, estimated)


def shifted(segment: Segment, by: float, least: float) -> Segment:
    start = max(segment.start + by, least)
    pieces: list[Piece] = []
    for piece in segment.pieces:
        began = max(piece.start + by, pieces[-1].start if pieces else start)
        pieces.append(replace(piece, start=round(began, 3), end=round(max(began, piece.end + by), 3)))
    end = max(start, segment.end + by)
    return replace(segment, start=round(start, 3), end=round(end, 3), pieces=tuple(pieces))


def named(segment: Segment, part: Part, parts: list[Part]) -> Segment:
    """Each part has its own A and B: who has no name of his own is told apart by it."""
    known = part.run.params.get("known_speaker_names[]") or []
    if len(parts) == 1 or not segment.speaker or segment.speaker in known:
        return segment
    return replace(segment, speaker=f"{segment.speaker} (part {part.number})")
