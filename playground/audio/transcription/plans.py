"""What will be done with a recording before it is sent, and what that will cost."""

import math
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from playground.audio.models import Sound
from playground.connections.models import Connection
from playground.runs.cost import cost
from playground.runs.models import File

Action = Literal["send", "rename", "convert", "compress", "cut"]

LARGEST = 25 * 1024 * 1024
# Heads, and a bit rate that is not held to the byte.
ROOM = 0.94
# Longest recording in seconds, where a limit is stated.
LONGEST = ((re.compile(r"^gpt-4o(-mini)?-transcribe"), 1400.0),)
USUAL_PART = 1200.0
# How much of what it may have a part has, as it ends at a pause.
USUAL_SHARE = 0.9
# Bits a second of speech as MP3, mono at 16 kHz: the most that fits is taken.
BIT_RATES = (64_000, 48_000, 40_000, 32_000, 24_000)
# Tokens in a second of speech, for models that bill by those: of sound, and of the text that becomes of it.
HEARD, WRITTEN = 10, 3.3
ENDINGS = ("flac", "mp3", "mp4", "mpeg", "mpga", "m4a", "ogg", "oga", "wav", "webm")
# What the API takes, by the container's name here, with the ending that says so.
TAKEN = {
    "flac": "flac",
    "mp3": "mp3",
    "mov": "m4a",
    "ogg": "ogg",
    "wav": "wav",
    "matroska": "webm",
    "mpeg": "mpeg",
}


@dataclass(frozen=True, slots=True)
class Plan:
    """`part_seconds` is the most that a part may have, 0 for one part; `parts` is about how many there will be."""

    action: Action
    words: str
    name: str
    bit_rate: int = BIT_RATES[0]
    part_seconds: float = 0
    parts: int = 1


def plan_for(file: File, sound: Sound, model: str, part_seconds: float = 0) -> Plan:
    """How this recording goes to this model, in parts of at most `part_seconds` if that is given."""
    stem = file.name.rpartition(".")[0] or file.name
    limit = next((seconds for pattern, seconds in LONGEST if pattern.search(model)), 0.0)
    most = min(filter(None, (part_seconds, limit)), default=0.0)
    rate = next((rate for rate in BIT_RATES if sound.seconds * rate / 8 <= LARGEST * ROOM), 0)
    if (most and sound.seconds > most) or not rate:
        most = most or USUAL_PART
        parts = max(2, math.ceil(sound.seconds / most / USUAL_SHARE))
        words = f"cut at pauses into about {parts} parts of at most {most / 60:.3g} min"
        return Plan("cut", words, f"{stem}.mp3", part_seconds=most, parts=parts)
    if file.size > LARGEST:
        return Plan("compress", f"over 25 MB: compressed to MP3, {rate // 1000} kbit/s", f"{stem}.mp3", rate)
    family = sound.container.partition(",")[0]
    if family not in TAKEN or sound.codec in ("alac", "ac3", "amrnb", "amrwb"):
        return Plan("convert", "converted to MP3, which the API takes", f"{stem}.mp3", rate)
    ending = file.name.rpartition(".")[2].lower()
    if ending not in ENDINGS:
        name = f"{file.name}.{TAKEN[family]}"
        return Plan("rename", f"sent as {name}, so that the API knows its format", name)
    return Plan("send", "sent as it is", file.name)


def cost_of(sound: Sound, model: str, connection: Connection | None) -> Decimal | None:
    """Dollars for all of it, about; None when no price is known."""
    by_time = cost(model, {"type": "duration", "seconds": sound.seconds}, connection)
    if by_time is not None:
        return by_time
    heard = round(sound.seconds * HEARD)
    usage = {
        "input_tokens": heard,
        "output_tokens": round(sound.seconds * WRITTEN),
        "input_token_details": {"audio_tokens": heard},
    }
    by_tokens = cost(model, usage, connection)
    return by_tokens and Decimal(f"{by_tokens:.2g}")
