"""What an answer said aloud, as a file of its run: it is played with ranges and never stands in the page."""

import base64
import binascii
import io
from dataclasses import dataclass
from typing import Any

from playground.accounts.models import User
from playground.runs import files
from playground.runs.models import File, Run
from playground.runs.wav import head


@dataclass(frozen=True, slots=True)
class Sound:
    """`seconds` is None for what cannot be measured."""

    file: File
    seconds: float | None

    @property
    def duration(self) -> str:
        return "" if self.seconds is None else f"{self.seconds // 60:.0f}:{self.seconds % 60:04.1f}"


def sound_of(owner: User, run: Run, choice: dict[str, Any]) -> Sound | None:
    """The sound of a choice, kept as a file when it is first asked for; None when it has none."""
    name = f"answer-{choice.get('index', 0) + 1}.{extension(run)}"
    if kept := run.files.filter(name=name).first():
        return Sound(kept, seconds_of(kept))
    if not (content := content_of(choice)):
        return None
    if asked_format(run) == "pcm16":
        content = head(size=len(content)) + content
    kept = files.keep(owner, io.BytesIO(content), name, run)
    return Sound(kept, seconds_of(kept))


def asked_format(run: Run) -> str:
    audio = run.params.get("audio")
    return str(audio.get("format") or "wav") if isinstance(audio, dict) else "wav"


def extension(run: Run) -> str:
    known = {"mp3": "mp3", "opus": "ogg", "flac": "flac", "aac": "aac"}
    return known.get(asked_format(run), "wav")


def content_of(choice: dict[str, Any]) -> bytes:
    message = choice.get("message")
    audio = message.get("audio") if isinstance(message, dict) else None
    encoded = audio.get("data") if isinstance(audio, dict) else None
    try:
        return base64.b64decode(encoded) if isinstance(encoded, str) else b""
    except binascii.Error:
        return b""


def seconds_of(file: File) -> float | None:
    # Here, as it is large and mostly not needed.
    import av
    from av.error import FFmpegError

    try:
        with file.file.open("rb") as content, av.open(content, "r") as container:
            return container.duration / av.time_base if container.duration else None
    except (FFmpegError, OSError):
        return None
