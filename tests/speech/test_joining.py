"""Parts become one file of the format that was asked for."""

import io
import math
from array import array
from pathlib import Path
from typing import Any

import av
import pytest

from playground.audio.speech.joining import ENCODED, append, encode
from playground.runs.wav import RATE, head


def tone(seconds: float) -> bytes:
    count = int(seconds * RATE)
    return array("h", [int(9000 * math.sin(at / 9)) for at in range(count)]).tobytes()


def seconds(content: io.BytesIO) -> float:
    content.seek(0)
    with av.open(content, "r") as opened:
        stream = opened.streams.audio[0]
        return sum(frame.samples / frame.sample_rate for frame in opened.decode(stream))


@pytest.mark.parametrize("ending", sorted(ENCODED))
def test_joins_each_format(tmp_path: Path, ending: str) -> None:
    paths = []
    for number, length in enumerate((0.5, 1.0)):
        samples = tone(length)
        source = tmp_path / f"{number}.wav"
        source.write_bytes(head(size=len(samples)) + samples)
        with open(tmp_path / f"{number}.{ending}.part", "wb") as part:
            encode([str(source)], part, ending)
        paths.append(part.name)
    whole: Any = io.BytesIO()
    encode(paths, whole, ending)
    assert seconds(whole) == pytest.approx(1.5, abs=0.25)


def test_joins_bare_samples_under_one_head(tmp_path: Path) -> None:
    for number in range(2):
        (tmp_path / str(number)).write_bytes(tone(0.5))
    whole = io.BytesIO()
    append([str(tmp_path / "0"), str(tmp_path / "1")], whole)
    assert whole.getvalue()[44:] == tone(0.5) * 2
    assert seconds(whole) == pytest.approx(1.0)


def test_a_head_without_a_size_goes_on() -> None:
    assert len(head()) == 44
    assert seconds(io.BytesIO(head() + tone(0.25))) == pytest.approx(0.25)
