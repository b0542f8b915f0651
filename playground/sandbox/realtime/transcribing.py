"""Live captions: what is heard in a turn, told to the client as it becomes known."""

import asyncio
import math
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from .. import catalog, faults, tokens
from .hearing import Hearing, Words
from .parameters import LOGPROBS

Event = dict[str, Any]
KIND = "conversation.item.input_audio_transcription"
TOKENS_A_SECOND = 10
LEAST = 1e-6


@dataclass(slots=True)
class Transcription:
    """Tells of one turn. `options` are the session's, `include` what else it wants to know."""

    item_id: str
    hearing: Hearing
    options: dict[str, Any]
    include: list[str]
    live: bool
    send: Callable[[Event], Awaitable[None]]
    cut: Callable[[], None]

    @property
    def model(self) -> catalog.Model:
        return catalog.find(self.options.get("model") or "gpt-4o-transcribe")

    def event(self, name: str, **fields: Any) -> Event:
        return {"type": f"{KIND}.{name}", "item_id": self.item_id, "content_index": 0, **fields}

    async def tell(self) -> None:
        """Send the deltas, then the whole; or what the model's fault makes of it."""
        if not self.live:
            await self.hearing.committed.wait()
        fault = self.model.fault
        if fault.startswith("error-") and fault != "error-in-stream":
            await self.fail(fault)
            return
        heard: Words = []
        while (words := await self.hearing.words.get()) is not None:
            if words:
                await self.tell_of(words, first=not heard)
                heard += words
                if fault:
                    await self.strike(fault)
        if fault == "error-in-stream":
            await self.fail("error-500")
            return
        await self.hearing.committed.wait()
        await self.complete(heard)

    async def tell_of(self, words: Words, first: bool) -> None:
        text = " ".join(word.text for word in words)
        delta = text if first else f" {text}"
        await self.send(self.event("delta", delta=delta, **self.logprobs(words)))
        if "diarize" in self.model.id:
            times = {"start": round(words[0].start, 2), "end": round(words[-1].end, 2)}
            name = f"seg_{self.item_id[-12:]}_{round(words[0].start * 100)}"
            await self.send(self.event("segment", id=name, speaker="A", text=text, **times))

    async def complete(self, words: Words) -> None:
        transcript = " ".join(word.text for word in words)
        usage = self.usage(transcript)
        await self.send(self.event("completed", transcript=transcript, usage=usage, **self.logprobs(words)))

    async def fail(self, fault: str) -> None:
        await self.hearing.committed.wait()
        _, message, more = faults.ERRORS.get(fault, faults.ERRORS["error-500"])
        error = {"type": "server_error", "message": message, "code": None, "param": None}
        error |= {name: more[name] for name in ("type", "code", "param") if name in more}
        await self.send(self.event("failed", error=error))

    async def strike(self, fault: str) -> None:
        if fault == "cut":
            self.cut()
        if fault in ("stall", "cut"):
            await asyncio.Event().wait()

    def logprobs(self, words: Words) -> Event:
        if LOGPROBS not in self.include:
            return {}
        rated = []
        for position, word in enumerate(words):
            token = word.text if position == 0 else f" {word.text}"
            chance = math.log(min(1.0, max(LEAST, word.confidence)))
            rated.append({"token": token, "logprob": round(chance, 6), "bytes": list(token.encode())})
        return {"logprobs": rated}

    def usage(self, transcript: str) -> Event:
        if self.model.id.startswith("whisper"):
            return {"type": "duration", "seconds": round(self.hearing.seconds, 2)}
        heard, said = max(1, round(self.hearing.seconds * TOKENS_A_SECOND)), tokens.count(transcript)
        return {
            "type": "tokens",
            "total_tokens": heard + said,
            "input_tokens": heard,
            "input_token_details": {"text_tokens": 0, "audio_tokens": heard},
            "output_tokens": said,
        }
