"""Samples of known speakers, looked at before they are sent.

https://platform.openai.com/docs/guides/speech-to-text#speaker-diarization
"""

import base64
import binascii
from tempfile import NamedTemporaryFile
from typing import Any

from playground.accounts.models import User
from playground.audio.sounds import ask, sound_of
from playground.runs.files import SCHEME
from playground.runs.models import File
from playground.runs.operations import uuid_of

# Seconds, and how far the length of a compressed file may be off.
SHORTEST, LONGEST, SLACK = 2.0, 10.0, 0.1


def problem_of(owner: User, reference: Any) -> str:
    """Why a sample cannot be sent, in words that follow its name; empty for a good one."""
    text = str(reference)
    if text.startswith(SCHEME):
        return problem_of_file(owner, text.removeprefix(SCHEME))
    head, _, encoded = text.partition(",")
    if not (head.startswith("data:") and head.endswith(";base64")):
        return "must be a data URL in base64: choose a sample"
    try:
        content = base64.b64decode(encoded, validate=True)
    except binascii.Error:
        return "is damaged: its base64 cannot be read. Choose the sample again"
    with NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        found = ask("probe", file.name)
    return found.get("problem") or problem_of_length(found.get("seconds", 0.0))


def problem_of_file(owner: User, uuid: str) -> str:
    file = File.objects.for_user(owner).filter(uuid=uuid_of(uuid)).first()
    if file is None:
        return "is no longer stored here: choose the sample again"
    sound = sound_of(file)
    return sound.problem or problem_of_length(sound.seconds)


def problem_of_length(seconds: float) -> str:
    if SHORTEST - SLACK <= seconds <= LONGEST + SLACK:
        return ""
    return f"must be {SHORTEST:g} to {LONGEST:g} s long: this sample has {seconds:.1f} s"
