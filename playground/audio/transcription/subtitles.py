"""SubRip and WebVTT, read liberally and written strictly."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

TIME = r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})"
TIMING = re.compile(rf"^\s*{TIME}\s+-->\s+{TIME}")
VOICE = re.compile(r"^<v(?:\.[^ >]*)?\s+([^>]{1,80})>")
TAG = re.compile(r"</?[a-zA-Z][^>]*>")


@dataclass(frozen=True, slots=True)
class Cue:
    start: float
    end: float
    text: str
    speaker: str = ""


def cues_of(text: str) -> list[Cue]:
    """The cues of a subtitle file; empty for a text that is none."""
    cues: list[Cue] = []
    for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n")):
        lines = block.strip("\n").split("\n")
        at = next((n for n, line in enumerate(lines[:3]) if TIMING.match(line)), None)
        if at is None:
            continue
        found = TIMING.match(lines[at])
        assert found
        start, end = seconds(found.groups()[:4]), seconds(found.groups()[4:])
        written = " ".join(lines[at + 1 :]).strip()
        voice = VOICE.match(written)
        cues.append(Cue(start, max(start, end), TAG.sub("", written).strip(), voice[1] if voice else ""))
    return cues


def seconds(parts: Iterable[str | None]) -> float:
    hours, minutes, whole, fraction = (part or "0" for part in parts)
    return int(hours) * 3600 + int(minutes) * 60 + int(whole) + int(fraction.ljust(3, "0")) / 1000


def srt(cues: Iterable[Cue]) -> str:
    return "\n".join(
        f"{at}\n{stamp(cue.start, ',')} --> {stamp(cue.end, ',')}\n{spoken(cue, f'{cue.speaker}: ')}\n"
        for at, cue in enumerate(cues, 1)
    )


def vtt(cues: Iterable[Cue]) -> str:
    blocks = (
        f"{stamp(cue.start, '.')} --> {stamp(cue.end, '.')}\n"
        f"{spoken(cue, f'<v {escaped(cue.speaker)}>', escape=True)}\n"
        for cue in cues
    )
    return "\n".join(["WEBVTT\n", *blocks])


def spoken(cue: Cue, prefix: str, *, escape: bool = False) -> str:
    """One line: an empty one, or an arrow, would end the cue."""
    line = " ".join(cue.text.split()).replace("-->", "→")
    return (prefix if cue.speaker else "") + (escaped(line) if escape else line)


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def stamp(at: float, point: str) -> str:
    minutes, rest = divmod(round(at * 1000), 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02}{point}{rest % 1000:03}"
