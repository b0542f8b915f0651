"""Peaks as a picture: a bar for each stretch of the sound."""

from dataclasses import dataclass

WIDTH, HEIGHT = 960, 64
LEAST = 2.0


@dataclass(frozen=True, slots=True)
class Bar:
    x: float
    y: float
    width: float
    height: float


def bars(peaks: bytes) -> list[Bar]:
    """Symmetric bars in a picture of WIDTH by HEIGHT; silence stays a dash."""
    step = WIDTH / max(1, len(peaks))
    return [
        Bar(round(at * step, 2), round((HEIGHT - height) / 2, 2), round(step * 0.62, 2), round(height, 2))
        for at, peak in enumerate(peaks)
        for height in (max(LEAST, HEIGHT * peak / 255),)
    ]
