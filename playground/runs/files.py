"""Bytes that runs were given or made: kept under names of ours, put into requests in place of references, served."""

import base64
import re
from collections.abc import Iterator
from typing import IO, Any, BinaryIO, cast

from django.core.files.base import File as DjangoFile

from playground.accounts.models import User
from playground.openai.client import FilePart
from playground.openai.errors import BadRequest

from .content_types import content_type_of
from .models import File, Run

SCHEME = "playground-file:"
# Fields that hold base64 without the head of a data: URL.
BARE = ("data", "result")
REFERENCE = re.compile(rf"^{SCHEME}([0-9a-f]{{8}}(?:-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}})\Z")


def keep(owner: User, content: IO[bytes], name: str, run: Run | None = None) -> File:
    """Store a stream of bytes; its type is found from the bytes, never from the name."""
    content.seek(0)
    head = content.read(512)
    content.seek(0, 2)
    file = File(
        owner=owner, run=run, name=clean_name(name), content_type=content_type_of(head), size=content.tell()
    )
    content.seek(0)
    file.file.save(file.name, DjangoFile(content), save=False)
    file.save()
    return file


def clean_name(name: str) -> str:
    """A given name as text of at most 255 characters; it never becomes a path."""
    last = re.split(r"[/\\]", name)[-1]
    return "".join(character for character in last if character.isprintable())[:255] or "file"


def references(params: Any) -> Iterator[str]:
    """The uuids of the stored files that these parameters name."""
    if uuid := uuid_in(params):
        yield uuid
    elif isinstance(params, dict):
        for value in params.values():
            yield from references(value)
    elif isinstance(params, list):
        for value in params:
            yield from references(value)
    elif isinstance(params, str) and (match := REFERENCE.match(params)):
        yield match[1]


def uuid_in(value: Any) -> str:
    """The uuid in {"file": "<uuid>"}, which is what a form's FileField sends; empty for any other value."""
    if not isinstance(value, dict) or value.keys() != {"file"} or not isinstance(value["file"], str):
        return ""
    match = REFERENCE.match(f"{SCHEME}{value['file']}")
    return match[1] if match else ""


def resolve(
    owner_id: int, params: dict[str, Any]
) -> tuple[dict[str, Any], dict[str, FilePart | list[FilePart]]]:
    """The parameters as they go over the wire, and the file parts of a multipart request.

    `playground-file:<uuid>` inside a structure becomes a data: URL (bare base64 in BARE, as input_audio wants it);
    as a whole parameter it becomes a file part. So does {"file": "<uuid>"}, or a list of those.
    """
    found = {
        str(file.uuid): file for file in File.objects.filter(owner=owner_id, uuid__in=set(references(params)))
    }
    sent: dict[str, Any] = {}
    parts: dict[str, FilePart | list[FilePart]] = {}
    for name, value in params.items():
        listed = value if isinstance(value, list) else []
        if isinstance(value, str) and (match := REFERENCE.match(value)):
            parts[name] = part(stored(found, match[1]))
        elif uuid := uuid_in(value):
            parts[name] = part(stored(found, uuid))
        elif listed and all(uuid_in(item) for item in listed):
            parts[name] = [part(stored(found, uuid_in(item))) for item in listed]
        else:
            sent[name] = inlined(value, found)
    return sent, parts


def inlined(value: Any, found: dict[str, File], name: str = "") -> Any:
    if isinstance(value, dict):
        return {key: inlined(item, found, key) for key, item in value.items()}
    if isinstance(value, list):
        return [inlined(item, found, name) for item in value]
    if isinstance(value, str) and (match := REFERENCE.match(value)):
        file = stored(found, match[1])
        try:
            with file.file.open("rb") as content:
                encoded = base64.b64encode(content.read()).decode("ascii")
        except OSError as error:
            raise missing() from error
        return encoded if name in BARE else f"data:{file.content_type};base64,{encoded}"
    return value


def stored(found: dict[str, File], uuid: str) -> File:
    if file := found.get(uuid):
        return file
    raise missing()


def missing() -> BadRequest:
    return BadRequest("A file of this request is no longer stored here.", advice="Attach the file again.")


def part(file: File) -> FilePart:
    def open_file() -> BinaryIO:
        return cast(BinaryIO, file.file.storage.open(str(file.file.name), "rb"))

    return FilePart(file.name, file.content_type, file.size, open_file)
