"""Attached files as content parts of an input message."""

from collections.abc import Callable
from typing import Any

from playground.accounts.models import User
from playground.runs.files import REFERENCE, SCHEME
from playground.runs.models import File

Part = dict[str, Any]


def parts_for(user: User) -> Callable[[list[str]], list[Part]]:
    """From uuids of this user's files to content parts, in the given order; unknown ones are left out."""

    def parts(uuids: list[str]) -> list[Part]:
        readable = [uuid for uuid in uuids if REFERENCE.match(f"{SCHEME}{uuid}")]
        found = {str(file.uuid): file for file in File.objects.for_user(user).filter(uuid__in=readable)}
        return [part_of(found[uuid]) for uuid in readable if uuid in found]

    return parts


def part_of(file: File) -> Part:
    reference = f"{SCHEME}{file.uuid}"
    if file.is_picture:
        return {"type": "input_image", "image_url": reference}
    return {"type": "input_file", "filename": file.name, "file_data": reference}
