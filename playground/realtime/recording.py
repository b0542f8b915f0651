"""The sound of both sides, kept while the session goes on and made into WAV files at its end."""

import asyncio
import io
import struct
from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from typing import IO, Any, cast

from playground.runs.files import keep as keep_file
from playground.runs.journal import Journal
from playground.runs.models import File, Run

from .models import Sound
from .session_transcript import SessionTranscript
from .wire import RATE, WIDTH

# Sound that arrives this much later than the sound before it ended is a new stretch.
GAP = RATE // 4
IN_MEMORY = 4 * 1024 * 1024
HEADER = 44
LONGEST = 2**32 - 1 - HEADER
NAMES = {Sound.Side.YOU: "you.wav", Sound.Side.MODEL: "model.wav"}
Rows = list[tuple[str, int, bytes]]


class Recording:
    """What was said in a session, on its own clock; positions are samples since it began."""

    def __init__(self, run_pk: int) -> None:
        self.run_pk = run_pk
        self.ends = dict.fromkeys(NAMES, 0)
        self.items: dict[str, int] = {}
        self.lengths: dict[str, int] = {}
        self._rows: list[list[Any]] = []
        self._saving = asyncio.Lock()

    def add(self, side: Sound.Side, pcm: bytes, at_ms: int) -> int:
        """Put sound where its side ended, or at its time after a gap; returns where."""
        at, end = at_ms * RATE // 1000, self.ends[side]
        start = at if at > end + GAP else end
        last = next((row for row in reversed(self._rows) if row[0] == side), None)
        if last is not None and last[1] + len(last[2]) // WIDTH == start and last[2]:
            last[2] += pcm
        else:
            self._rows.append([side, start, bytearray(pcm)])
        self.ends[side] = start + len(pcm) // WIDTH
        return start

    def voice(self, item_id: str, pcm: bytes, at_ms: int) -> None:
        """A piece of the model's voice; where an item begins is remembered for when it is interrupted."""
        start = self.add(Sound.Side.MODEL, pcm, at_ms)
        self.items.setdefault(item_id, start)
        self.lengths[item_id] = self.lengths.get(item_id, 0) + len(pcm) // WIDTH

    def length_ms(self, item_id: str) -> int:
        """How much of an item's voice has come."""
        return self.lengths.get(item_id, 0) * 1000 // RATE

    def cut(self, item_id: str, heard_ms: int) -> None:
        """What was not heard of an interrupted item is no part of the recording."""
        begin = self.items.get(item_id)
        if begin is None:
            return
        place = begin + heard_ms * RATE // 1000
        if place < self.ends[Sound.Side.MODEL]:
            self._rows.append([Sound.Side.MODEL, place, bytearray()])
            self.ends[Sound.Side.MODEL] = place

    async def save(self, journal: Journal) -> None:
        """Commit what has come since the last time."""
        # A stop that comes meanwhile must not lose what is being written: the last save waits for this one.
        await asyncio.shield(asyncio.ensure_future(self._save(journal)))

    async def _save(self, journal: Journal) -> None:
        async with self._saving:
            rows = [(str(side), start, bytes(data)) for side, start, data in self._rows]
            self._rows = []
            if rows:
                await journal.write(commit, self.run_pk, rows)


def commit(run_pk: int, rows: Rows) -> None:
    # A run that was deleted meanwhile has no row to hang anything on.
    if Run.objects.filter(pk=run_pk).exists():
        Sound.objects.bulk_create(
            Sound(run_id=run_pk, side=side, start=start, data=data) for side, start, data in rows
        )


def finish(sender: Any, run: Run, transcript: Any, **more: Any) -> None:
    """Make files of the run from what was kept of its sound, in the transaction that stores its end."""
    if not isinstance(transcript, SessionTranscript):
        return
    for side, name in NAMES.items():
        stretches = Sound.objects.filter(run=run, side=side)
        if stretches.exists():
            with SpooledTemporaryFile(max_size=IN_MEMORY) as made:
                write_wav(
                    cast(IO[bytes], made),
                    ((row.start, bytes(row.data)) for row in stretches.iterator(chunk_size=20)),
                )
                keep_file(run.owner, cast(IO[bytes], made), name, run)
    Sound.objects.filter(run=run).delete()


def write_wav(made: IO[bytes], stretches: Iterator[tuple[int, bytes]]) -> None:
    """One side as 16-bit mono WAV from the beginning of the session, with silence in the gaps."""
    made.write(bytes(HEADER))
    end = 0
    for start, data in stretches:
        place = start * WIDTH
        if place + len(data) > LONGEST:
            break
        if place > end:
            fill(made, end, place)
        if not data:
            made.truncate(HEADER + place)
        made.seek(HEADER + place)
        made.write(data)
        end = place + len(data)
    made.seek(0)
    made.write(header(end))
    made.seek(0, io.SEEK_END)


def fill(made: IO[bytes], start: int, end: int) -> None:
    made.seek(HEADER + start)
    while start < end:
        start += made.write(bytes(min(end - start, 65_536)))


def header(size: int) -> bytes:
    return struct.pack(
        "<4sI4s4sIHHIIHH",
        b"RIFF",
        size + HEADER - 8,
        b"WAVE",
        b"fmt ",
        16,
        1,
        1,
        RATE,
        RATE * WIDTH,
        WIDTH,
        16,
    ) + struct.pack("<4sI", b"data", size)


def heard_of(run: Run) -> File | None:
    """What the microphone heard."""
    return files_of(run).get(Sound.Side.YOU)


def files_of(run: Run) -> dict[str, File]:
    """The recording's files by side."""
    found = {file.name: file for file in run.files.filter(name__in=NAMES.values())}
    return {str(side): found[name] for side, name in NAMES.items() if name in found}
