"""One choice of a chat completion, complete before the first of it is sent."""

import base64
import time
from dataclasses import dataclass, field
from random import Random
from typing import Any

from .. import tokens
from ..audio.encoder import encoded
from ..audio.speaker import RATE, speak

HOUR = 3600
AUDIO_TOKENS_A_SECOND = 20
# What all choices of an answer may say together; the text goes on where the sound ends.
LONGEST_SPEECH = 240


@dataclass(slots=True)
class Reply:
    """`text` is the content, or the refusal when `refused`; `pieces` are its tokens."""

    text: str = ""
    refused: bool = False
    calls: list[dict[str, Any]] = field(default_factory=list)
    deprecated_call: bool = False
    annotations: list[dict[str, Any]] = field(default_factory=list)
    finish_reason: str = "stop"
    reasoning_tokens: int = 0
    pieces: list[str] = field(default_factory=list)
    logprobs: list[dict[str, Any]] | None = None
    audio: dict[str, Any] | None = None
    audio_tokens: int = 0

    def finish(self, params: dict[str, Any], rng: Random) -> None:
        """Apply `stop` and the token limit, then whatever hangs on the final text."""
        if self.calls:
            self.finish_reason = "function_call" if self.deprecated_call else "tool_calls"
            return
        stops = params.get("stop", [])
        for stop in [stops] if isinstance(stops, str) else stops:
            if stop:
                self.text = self.text.partition(stop)[0]
        self.limit(params.get("max_completion_tokens", params.get("max_tokens")))
        self.annotations = [a for a in self.annotations if a["url_citation"]["end_index"] <= len(self.text)]
        if params.get("logprobs"):
            self.logprobs = tokens.logprobs(self.pieces, params.get("top_logprobs", 0), rng)
        if "audio" in params.get("modalities", ()) and not self.refused:
            self.voice(params, rng)

    def limit(self, most: int | None) -> None:
        self.pieces = tokens.split(self.text)
        if most is None:
            return
        self.reasoning_tokens = min(self.reasoning_tokens, most)
        left = most - self.reasoning_tokens
        if len(self.pieces) > left:
            self.pieces = self.pieces[:left]
            self.text = "".join(self.pieces)
            self.finish_reason = "length"

    def voice(self, params: dict[str, Any], rng: Random) -> None:
        voice, format_ = params["audio"]["voice"], params["audio"]["format"]
        pcm, most = bytearray(), LONGEST_SPEECH * RATE * 2 // params.get("n", 1)
        for piece in speak(self.text, voice if isinstance(voice, str) else voice["id"]):
            pcm += piece
            if len(pcm) > most:
                break
        said = self.text if len(pcm) <= most else ""
        self.audio_tokens = max(1, round(len(pcm) / 2 / RATE * AUDIO_TOKENS_A_SECOND))
        file = b"".join(encoded([bytes(pcm[:most])], format_.removesuffix("16"), said))
        self.audio = {
            "id": f"audio_{rng.getrandbits(96):024x}",
            "data": base64.b64encode(file).decode(),
            "expires_at": int(time.time()) + HOUR,
            "transcript": self.text,
        }

    def message(self) -> dict[str, Any]:
        spoken = self.audio is not None
        message: dict[str, Any] = {
            "role": "assistant",
            "content": None if self.calls or self.refused or spoken else self.text,
            "refusal": self.text if self.refused else None,
            "annotations": self.annotations,
        }
        if self.audio:
            message["audio"] = self.audio
        if self.deprecated_call:
            message["function_call"] = self.calls[0]["function"]
        elif self.calls:
            message["tool_calls"] = self.calls
        return message

    def rated(self, of: list[dict[str, Any]] | None) -> dict[str, Any] | None:
        """The `logprobs` object for these tokens, or null."""
        if of is None:
            return None
        return {"content": None if self.refused else of, "refusal": of if self.refused else None}

    def choice(self, index: int) -> dict[str, Any]:
        return {
            "index": index,
            "message": self.message(),
            "logprobs": self.rated(self.logprobs),
            "finish_reason": self.finish_reason,
        }

    def completion_tokens(self) -> int:
        arguments = sum(tokens.count(str(call.get("function", call.get("custom")))) for call in self.calls)
        return len(self.pieces) + arguments + self.reasoning_tokens + self.audio_tokens
