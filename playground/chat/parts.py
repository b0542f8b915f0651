"""Attached files as content parts of a message."""

import re
from collections.abc import Callable
from typing import Any

from playground.accounts.models import User
from playground.runs.files import REFERENCE, SCHEME
from playground.runs.models import File
from playground.runs.wav import as_wav

Part = dict[str, Any]

ADDRESS = re.compile(r"https?://\S{1,4000}")
# What the API takes as input_audio; other recordings are sent as WAV.
AUDIO_FORMATS = {"audio/wav": "wav", "audio/mpeg": "mp3"}


def parts_for(user: User) -> Callable[[list[str]], list[Part]]:
    """From uuids of this user's files, and addresses of pictures, to content parts in the given order.

    Unknown ones are left out.
    """

    def parts(attached: list[str]) -> list[Part]:
        files = File.objects.for_user(user).filter(uuid__in=readable(attached))
        found = {str(file.uuid): part_of(file) for file in files}
        found |= {
            address: {"type": "image_url", "image_url": {"url": address}}
            for address in attached
            if ADDRESS.fullmatch(address)
        }
        return [found[each] for each in attached if each in found]

    return parts


def readable(uuids: list[str]) -> list[str]:
    return [uuid for uuid in uuids if REFERENCE.match(f"{SCHEME}{uuid}")]


def part_of(file: File) -> Part:
    if file.content_type.startswith("audio/") and file.content_type not in AUDIO_FORMATS:
        file = as_wav(file) or file
    reference = f"{SCHEME}{file.uuid}"
    if file.is_picture:
        return {"type": "image_url", "image_url": {"url": reference}}
    if file.content_type in AUDIO_FORMATS:
        return {
            "type": "input_audio",
            "input_audio": {"data": reference, "format": AUDIO_FORMATS[file.content_type]},
        }
    return {"type": "file", "file": {"filename": file.name, "file_data": reference}}
