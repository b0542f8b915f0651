"""A transcript as a file, in each format whatever format was asked for."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from playground.spreadsheets import harmless

from . import subtitles
from .reading import Reading
from .subtitles import Cue


def cues(reading: Reading) -> list[Cue]:
    return [Cue(s.start, s.end, s.text, s.speaker) for s in reading.segments]


def as_text(reading: Reading) -> str:
    lines = [f"{s.speaker}: {s.text}" if s.speaker else s.text for s in reading.segments]
    return "\n".join([*lines, ""])


def as_json(reading: Reading) -> str:
    segments: list[dict[str, Any]] = []
    for segment in reading.segments:
        entry = asdict(segment)
        del entry["key"]
        words = [{**word, "text": word["text"].strip()} for word in entry.pop("pieces")]
        segments.append({**entry, "words": words})
    whole = {
        "text": reading.text,
        "language": reading.language,
        "times_are_estimated": reading.is_estimated,
        "segments": segments,
    }
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


def as_csv(reading: Reading) -> str:
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(["start", "end", "speaker", "confidence", "text"])
    for s in reading.segments:
        sure = "" if s.confidence is None else round(s.confidence, 4)
        writer.writerow([s.start, s.end, harmless(s.speaker), sure, harmless(s.text)])
    return table.getvalue()


FORMATS: dict[str, tuple[str, Callable[[Reading], str]]] = {
    "txt": ("text/plain", as_text),
    "srt": ("application/x-subrip", lambda reading: subtitles.srt(cues(reading))),
    "vtt": ("text/vtt", lambda reading: subtitles.vtt(cues(reading))),
    "json": ("application/json", as_json),
    "csv": ("text/csv", as_csv),
}
