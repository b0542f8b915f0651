"""A file of a run that is written while its bytes arrive: nothing is held in memory, and what has come stays."""

import asyncio
import time
from tempfile import NamedTemporaryFile
from typing import IO, Any

from django.core.files.base import ContentFile

from . import files
from .content_types import content_type_of
from .keeping import Keeper
from .models import File, Run

# How often the row is told how much there is: after a crash, that much can be played.
SECONDS = 1.0
HEAD = 512


class GrowingFile:
    """Written by one task, and read at `path` up to `size` by any number. `finish` runs as its run ends."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.path = ""
        self.size = 0
        self.head = b""
        self._file: File | None = None
        self._output: IO[Any] | None = None
        self._told = 0.0

    @property
    def content_type(self) -> str:
        return content_type_of(self.head)

    @property
    def is_readable(self) -> bool:
        """Whether other processes can read in storage what has come so far."""
        return self._file is not None

    async def write(self, content: bytes, keeper: Keeper) -> None:
        if self._output is None:
            await keeper.journal.write(self._begin, keeper.run.pk)
        await asyncio.to_thread(self._append, content)
        if self._file and time.monotonic() - self._told > SECONDS:
            self._told = time.monotonic()
            await keeper.journal.write(self._tell)

    def _begin(self, run_pk: int) -> None:
        run = Run.objects.select_related("owner").filter(pk=run_pk).first()
        self._file = local_file(run, self.name) if run else None
        # A run that was deleted meanwhile, and storage that is elsewhere, have a place only for now.
        self._output = open(self._file.file.path, "ab") if self._file else NamedTemporaryFile()  # noqa: SIM115
        self.path = self._output.name

    def _append(self, content: bytes) -> None:
        assert self._output
        self._output.write(content)
        self._output.flush()
        self.head += content[: max(0, HEAD - len(self.head))]
        self.size += len(content)

    def _tell(self) -> None:
        if self._file:
            facts = {"size": self.size, "content_type": self.content_type}
            File.objects.filter(pk=self._file.pk).update(**facts)

    def finish(self, run: Run) -> File | None:
        """The file, whole or as far as it came; None when nothing has."""
        if self._output is None:
            return None
        self._tell()
        if self._file is None:
            self._file = files.keep(run.owner, self._output, self.name, run)
        self._output.close()
        self._file.refresh_from_db()
        return self._file


def local_file(run: Run, name: str) -> File | None:
    """An empty file of the run that can be appended to; None where storage cannot do that."""
    file = File(owner=run.owner, run=run, name=name, content_type="application/octet-stream", size=0)
    try:
        file.file.storage.path("x")
    except NotImplementedError:
        return None
    file.file.save(name, ContentFile(b""), save=False)
    file.save()
    return file
