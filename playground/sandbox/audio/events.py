"""The events of a transcription that is streamed: words as their segment is recognised, then the whole."""

import json
from collections.abc import Iterator
from typing import Any

from .answers import NOTHING_HEARD, Transcript, diarized, languages, logprobs
from .transcript import Segment


def event(type: str, **fields: Any) -> str:
    return f"event: {type}\ndata: {json.dumps({'type': type, **fields}, ensure_ascii=False)}\n\n"


def of_segment(position: int, segment: Segment, params: dict[str, Any]) -> Iterator[str]:
    """A delta a word; then the segment with its speaker, if it was asked for."""
    extra: dict[str, Any] = {}
    finished = diarized(position, segment)
    if by_speaker := params.get("response_format") == "diarized_json":
        extra["segment_id"] = finished["id"]
    rated = logprobs(segment) if "logprobs" in params.get("include", ()) else None
    for at, piece in enumerate(segment.pieces()):
        if rated:
            extra["logprobs"] = rated[at : at + 1]
        yield event("transcript.text.delta", delta=piece, **extra)
    if by_speaker:
        yield event(**finished)


def of_end(transcript: Transcript) -> Iterator[str]:
    if not transcript.segments:
        yield event("transcript.text.delta", delta=NOTHING_HEARD)
    extra: dict[str, Any] = {}
    if "logprobs" in transcript.params.get("include", ()):
        extra["logprobs"] = [entry for segment in transcript.segments for entry in logprobs(segment)]
    if transcript.model.id.startswith("gpt-transcribe"):
        extra["languages"] = languages(transcript)
    usage = transcript.usage()
    yield event(
        "transcript.text.done",
        text=transcript.text,
        **extra,
        **({"usage": usage} if usage["type"] == "tokens" else {}),
    )
