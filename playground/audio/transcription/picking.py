"""The recordings that a form names or brings along, and what is to be said of each before it is sent."""

from dataclasses import dataclass
from decimal import Decimal
from typing import IO, cast
from uuid import UUID

from playground.accounts.requests import HtmxHttpRequest
from playground.audio.models import Sound
from playground.audio.sounds import sound_of
from playground.connections.models import Connection
from playground.runs import files
from playground.runs.models import File

from .plans import Plan, cost_of, plan_for

MOST = 50


@dataclass(frozen=True, slots=True)
class Picked:
    file: File
    sound: Sound
    plan: Plan
    cost: Decimal | None

    @property
    def problem(self) -> str:
        """Why it cannot be sent, in words that follow the file's name."""
        if self.file.size == 0:
            return "is empty: choose a recording with sound in it"
        if self.sound.problem:
            return self.sound.problem
        return "is shorter than 0.1 seconds: record a little more" if 0 < self.sound.seconds < 0.1 else ""


def named(request: HtmxHttpRequest, texts: list[str]) -> list[File]:
    """The stored files of this user behind these uuids, in their order; those that are none are left out."""
    wanted: list[UUID] = []
    for text in texts[:MOST]:
        try:
            wanted.append(UUID(text))
        except ValueError:
            continue
    found = {file.uuid: file for file in File.objects.for_user(request.user).filter(uuid__in=wanted)}
    return [found[uuid] for uuid in dict.fromkeys(wanted) if uuid in found]


def posted(request: HtmxHttpRequest) -> list[File]:
    """Those named by the form, and those that came with it because there is no script."""
    brought = [
        files.keep(request.user, cast(IO[bytes], upload.file), upload.name or "recording")
        for upload in request.FILES.getlist("file")[:MOST]
    ]
    return [*named(request, request.POST.getlist("file")), *brought]


def picked(found: list[File], model: str, part_seconds: float, connection: Connection | None) -> list[Picked]:
    return [
        Picked(file, sound, plan_for(file, sound, model, part_seconds), cost_of(sound, model, connection))
        for file in found
        for sound in (sound_of(file),)
    ]
