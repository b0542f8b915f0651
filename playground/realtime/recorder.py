"""The flight recorder's rows: events both ways with their times, deltas of one kind folded into one row."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from playground.runs.pieces import Received
from playground.runs.readable import showable

UP = "↑"
SHOWN = 4000
APPEND = "input_audio_buffer.append"
# Members that hold sound in base64: `delta` of sound only.
SOUND_EVENTS = ("response.audio.delta", "response.output_audio.delta")


@dataclass
class Row:
    """`count` events of one kind and direction; `data` is the first one's. `version` grows with the count."""

    number: int
    ms: int
    up: bool
    kind: str
    data: str
    count: int = 1
    version: int = 0
    born: int = 0

    @property
    def time(self) -> str:
        """Seconds since the session began, as a clock shows them."""
        return f"{self.ms // 60_000}:{self.ms // 1000 % 60:02}.{self.ms % 1000:03}"

    @property
    def arrow(self) -> str:
        return UP if self.up else "↓"


class Recorder:
    """Deltas fold into the row of their kind as long as nothing but deltas has come since."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.count = 0
        self._open: dict[tuple[bool, str], Row] = {}

    def take(self, version: int, ms: int, up: bool, kind: str, data: str) -> None:
        self.count += 1
        is_delta = kind == APPEND or kind.endswith(".delta")
        if is_delta and (row := self._open.get((up, kind))):
            row.count += 1
            row.version = version
            return
        row = Row(len(self.rows) + 1, ms, up, kind, shortened(data), version=version, born=version)
        self.rows.append(row)
        if is_delta:
            self._open[up, kind] = row
        else:
            self._open.clear()


def shortened(data: str) -> str:
    return showable(data[:SHOWN]) + ("…" if len(data) > SHOWN else "")


def parted(received: Received) -> tuple[bool, str]:
    """The direction of a kept event, and its kind: what we sent carries an arrow before its name."""
    up = received.event.startswith(UP)
    return up, received.event.removeprefix(UP)


def without_sound(kind: str, event: dict[str, Any], sound: int) -> str:
    """An event that carries sound as it is kept: the bytes are in the recording, here is how many they were."""
    member = "audio" if kind == APPEND else "delta"
    return json.dumps({**event, member: f"({sound:,} bytes of sound)"}, ensure_ascii=False)


def rows_of(kept: Iterable[Received]) -> list[Row]:
    """The rows of a session that is over."""
    recorder = Recorder()
    for received in kept:
        up, kind = parted(received)
        recorder.take(0, received.ms, up, kind, received.data)
    return recorder.rows
