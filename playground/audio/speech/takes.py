"""Takes: runs that spoke, with what they said as a file."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import BinaryIO, cast

from playground.accounts.models import User
from playground.audio.models import Sound
from playground.audio.sounds import sound_of
from playground.runs import files, wav
from playground.runs.models import File, Run, RunSet

from .models import Take
from .transcript import NAME

PAGE = 12


@dataclass(frozen=True, slots=True)
class Shown:
    """`file` is as it came; `heard` is what a browser plays, None where nothing came."""

    run: Run
    take: Take
    file: File | None
    heard: File | None
    sound: Sound | None

    @property
    def voice(self) -> str:
        voice = self.run.params.get("voice")
        return str(voice.get("id", "")) if isinstance(voice, dict) else str(voice or "")


def shown(run: Run) -> Shown:
    """A take to be shown. The first time it waits until its file was looked at."""
    take = Take.objects.filter(run=run).first() or Take(run=run)
    file = run.files.filter(name__startswith=f"{NAME}.", size__gt=0).order_by("pk").first()
    heard = playable(file) if file else None
    return Shown(run, take, file, heard, sound_of(heard) if heard else None)


def playable(file: File) -> File:
    """The same as a file that browsers play: bare samples get a head, once."""
    if not file.name.endswith(".pcm"):
        return file
    name = "heard.wav"
    assert file.run
    if kept := file.run.files.filter(name=name).first():
        return kept
    with file.file.open("rb") as content, wav.headed(cast(BinaryIO, content), file.size) as written:
        return files.keep(file.owner, written, name, file.run)


def kept(owner: User, *, starred: bool = False, before: int | None = None) -> list[Run]:
    """The takes, newest first, at most PAGE and one more; those of a long text's parts stay with it."""
    runs = Run.objects.for_user(owner).filter(operation="create_speech", files__name__startswith=f"{NAME}.")
    runs = runs.exclude(run_set__kind=RunSet.Kind.PARTS).select_related("take").distinct()
    if starred:
        runs = runs.filter(take__starred=True)
    if before is not None:
        runs = runs.filter(pk__lt=before)
    return list(runs.order_by("-pk")[: PAGE + 1])


def of_set(run_set: RunSet) -> list[Run]:
    """The newest run of each place in the set."""
    newest: dict[int, Run] = {}
    runs: Iterable[Run] = run_set.runs.select_related("connection").order_by("position", "pk")
    for run in runs:
        newest[run.position or 0] = run
    return list(newest.values())
