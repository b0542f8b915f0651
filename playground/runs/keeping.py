"""Storing what an answer brings while it comes: bytes as files of the run, at once and not only at its end."""

from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from playground.openai.client import Endpoint

from . import files
from .models import Run

if TYPE_CHECKING:
    from .journal import Journal


class Keeper(NamedTuple):
    """`endpoint` is where the answer comes from."""

    run: Run
    endpoint: Endpoint
    journal: "Journal"

    async def keep(self, content: bytes, name: str) -> str:
        """Store bytes as a file of the run. Returns its uuid; empty when the run was deleted meanwhile."""
        return await self.journal.write(kept, self.run.pk, content, name)


def kept(pk: int, content: bytes, name: str) -> str:
    run = Run.objects.select_related("owner").only("owner").filter(pk=pk).first()
    return str(files.keep(run.owner, BytesIO(content), name, run).uuid) if run else ""
