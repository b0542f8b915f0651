"""A transcript in each of the API's formats: https://platform.openai.com/docs/api-reference/audio"""

import math
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .. import tokens
from ..catalog import Model
from ..token_ids import BYTES
from .listener import Word
from .subtitles import srt, vtt
from .transcript import Segment

NOTHING_HEARD = (
    "[The sandbox's recogniser is small and knows English only: it heard no words in this recording.]"
)
TOKENS_A_SECOND = 10
SURE = 0.999999
WINDOW = 30


@dataclass(frozen=True, slots=True)
class Transcript:
    """All that is said, and what was asked for: `task` is transcribe or translate."""

    segments: list[Segment]
    seconds: float
    model: Model
    params: dict[str, Any]
    task: str = "transcribe"

    @property
    def text(self) -> str:
        return "".join(segment.text for segment in self.segments) or NOTHING_HEARD

    def tokens(self) -> int:
        return tokens.count(self.text)

    def usage(self) -> dict[str, Any]:
        """By duration for the models of old, by tokens for the others."""
        if self.model.kind == "translation":
            return {"type": "duration", "seconds": math.ceil(self.seconds)}
        heard = max(1, round(self.seconds * TOKENS_A_SECOND))
        prompt, written = tokens.count(self.params.get("prompt", "")), self.tokens()
        return {
            "type": "tokens",
            "input_tokens": heard + prompt,
            "input_token_details": {"text_tokens": prompt, "audio_tokens": heard},
            "output_tokens": written,
            "total_tokens": heard + prompt + written,
        }

    def answer(self) -> dict[str, Any] | str:
        return FORMATS[self.params.get("response_format", "json")](self)


def as_json(transcript: Transcript) -> dict[str, Any]:
    made: dict[str, Any] = {"text": transcript.text}
    if transcript.task == "translate":
        return made
    if "logprobs" in transcript.params.get("include", ()):
        made["logprobs"] = [entry for segment in transcript.segments for entry in logprobs(segment)]
    if transcript.model.id.startswith("gpt-transcribe"):
        made["languages"] = languages(transcript)
    return {**made, "usage": transcript.usage()}


def languages(transcript: Transcript) -> list[dict[str, str]]:
    return [{"code": "en"}] if transcript.segments else []


def logprobs(segment: Segment) -> list[dict[str, Any]]:
    return [
        {"token": piece, "logprob": logprob(word), "bytes": list(piece.encode())}
        for piece, word in zip(segment.pieces(), segment.words, strict=True)
    ]


def logprob(word: Word) -> float:
    return round(math.log(min(max(word.confidence, 1e-9), SURE)), 6)


def as_text(transcript: Transcript) -> str:
    return transcript.text + "\n"


def as_verbose_json(transcript: Transcript) -> dict[str, Any]:
    made: dict[str, Any] = {
        "task": transcript.task,
        "language": "english",
        "duration": round(transcript.seconds, 3),
        "text": transcript.text,
    }
    wanted = transcript.params.get("timestamp_granularities") or ["segment"]
    if "word" in wanted:
        words = [word for segment in transcript.segments for word in segment.words]
        made["words"] = [{"word": word.text, "start": word.start, "end": word.end} for word in words]
    if "segment" in wanted:
        temperature = transcript.params.get("temperature", 0.0)
        made["segments"] = [verbose(at, s, temperature) for at, s in enumerate(transcript.segments)]
    usage = {"type": "duration", "seconds": math.ceil(transcript.seconds)}
    return made if transcript.task == "translate" else {**made, "usage": usage}


def verbose(position: int, segment: Segment, temperature: float) -> dict[str, Any]:
    raw = segment.text.encode()
    worded = sum(word.end - word.start for word in segment.words)
    return {
        "id": position,
        "seek": int(segment.start // WINDOW) * WINDOW * 100,
        "start": segment.start,
        "end": segment.end,
        "text": segment.text,
        "tokens": [BYTES.index(byte) for byte in raw],
        "temperature": temperature,
        "avg_logprob": round(sum(map(logprob, segment.words)) / len(segment.words), 6),
        "compression_ratio": round(len(raw) / len(zlib.compress(raw)), 6),
        "no_speech_prob": round(1 - min(1.0, worded / max(segment.end - segment.start, 0.01)), 6),
    }


def as_diarized_json(transcript: Transcript) -> dict[str, Any]:
    return {
        "task": "transcribe",
        "duration": round(transcript.seconds, 3),
        "text": transcript.text,
        "segments": [diarized(at, segment) for at, segment in enumerate(transcript.segments)],
        "usage": transcript.usage(),
    }


def diarized(position: int, segment: Segment) -> dict[str, Any]:
    return {
        "type": "transcript.text.segment",
        "id": f"seg_{position + 1:03}",
        "start": segment.start,
        "end": segment.end,
        "text": segment.text.strip(),
        "speaker": segment.speaker,
    }


FORMATS: dict[str, Callable[[Transcript], dict[str, Any] | str]] = {
    "json": as_json,
    "text": as_text,
    "srt": lambda transcript: srt(transcript.segments),
    "verbose_json": as_verbose_json,
    "vtt": lambda transcript: vtt(transcript.segments),
    "diarized_json": as_diarized_json,
}
