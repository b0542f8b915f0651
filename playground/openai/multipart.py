"""A multipart body that is read from disk while it is sent.

httpx reads the files of a multipart form on the event loop; here a thread does, a piece at a time.
Specification: https://www.rfc-editor.org/rfc/rfc7578
"""

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from playground.openai.encoding import flat_pairs
from playground.openai.errors import BadRequest

_PIECE = 256 * 1024


@dataclass(frozen=True, slots=True)
class FilePart:
    """A file to send: the name the server sees (its ending tells the format), bytes, and how to open it."""

    name: str
    content_type: str
    size: int
    open: Callable[[], BinaryIO]


Files = Mapping[str, FilePart | Sequence[FilePart]]


class MultipartBody:
    """The bytes of a form with files, as an async iterable that can be started again for a second attempt."""

    def __init__(self, params: Mapping[str, object], files: Files) -> None:
        boundary = secrets.token_hex(16)
        self.content_type = f"multipart/form-data; boundary={boundary}"
        self._parts: list[tuple[bytes, bytes | FilePart]] = []
        for name, text in flat_pairs(params):
            head = f'--{boundary}\r\nContent-Disposition: form-data; name="{_quoted(name)}"\r\n\r\n'
            self._parts.append((_bytes(head), _bytes(text)))
        for name, part in each_file(files):
            head = (
                f'--{boundary}\r\nContent-Disposition: form-data; name="{_quoted(name)}"; '
                f'filename="{_quoted(part.name)}"\r\nContent-Type: {_line(part.content_type)}\r\n\r\n'
            )
            self._parts.append((_bytes(head), part))
        self._end = f"--{boundary}--\r\n".encode()

    @property
    def content_length(self) -> int:
        sizes = (len(head) + _size(content) + 2 for head, content in self._parts)
        return sum(sizes) + len(self._end)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for head, content in self._parts:
            yield head
            if isinstance(content, bytes):
                yield content
            else:
                async for piece in _pieces(content):
                    yield piece
            yield b"\r\n"
        yield self._end


def each_file(files: Files) -> Iterator[tuple[str, FilePart]]:
    """Every file with the name of its part: `image` for one, `image[]` for each of a list."""
    for name, value in files.items():
        if isinstance(value, FilePart):
            yield name, value
        else:
            listed = name if name.endswith("[]") else f"{name}[]"
            yield from ((listed, part) for part in value)


async def _pieces(part: FilePart) -> AsyncIterator[bytes]:
    try:
        file = await asyncio.to_thread(part.open)
    except OSError as error:
        raise BadRequest(f"The file {part.name} cannot be read.") from error
    try:
        while piece := await asyncio.to_thread(file.read, _PIECE):
            yield piece
    finally:
        file.close()


def _size(content: bytes | FilePart) -> int:
    return len(content) if isinstance(content, bytes) else content.size


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def _line(text: str) -> str:
    return text.replace("\r", " ").replace("\n", " ")


def _quoted(text: str) -> str:
    return text.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
