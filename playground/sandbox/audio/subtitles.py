"""Segments as SubRip and as WebVTT."""

from .transcript import Segment


def srt(segments: list[Segment]) -> str:
    return "\n".join(
        f"{at}\n{clock(segment.start, ',')} --> {clock(segment.end, ',')}\n{one_line(segment)}\n"
        for at, segment in enumerate(segments, 1)
    )


def vtt(segments: list[Segment]) -> str:
    cues = (
        f"{clock(segment.start, '.')} --> {clock(segment.end, '.')}\n{one_line(segment)}\n"
        for segment in segments
    )
    return "\n".join(["WEBVTT\n", *cues])


def one_line(segment: Segment) -> str:
    """An empty line, or an arrow, would end the cue."""
    return " ".join(segment.text.split()).replace("-->", "→")


def clock(seconds: float, point: str) -> str:
    minutes, rest = divmod(round(seconds * 1000), 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02}{point}{rest % 1000:03}"
