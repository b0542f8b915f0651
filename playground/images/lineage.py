"""Where a picture comes from and what was made of it: prompt, picture, variation, variation of that."""

from dataclasses import dataclass

from django.db.models import Q

from playground.accounts.models import User
from playground.runs.files import uuid_in
from playground.runs.live import folded
from playground.runs.models import File, Run

from .models import Prepared
from .tiles import Tile
from .transcript import ImageTranscript

OPERATIONS = ("create_image", "create_image_variation", "create_image_edit")
LONGEST = 50
MOST_RUNS = 24


@dataclass(frozen=True)
class Made:
    """A picture that a run made, among its others."""

    run: Run
    tile: Tile
    tiles: list[Tile]

    @property
    def previous(self) -> Tile | None:
        at = self.tiles.index(self.tile)
        return self.tiles[at - 1] if at else None

    @property
    def next(self) -> Tile | None:
        at = self.tiles.index(self.tile) + 1
        return self.tiles[at] if at < len(self.tiles) else None


@dataclass(frozen=True)
class Step:
    """One picture on the way to another, and the run that made it; None for one that was given."""

    file: File
    run: Run | None


def tiles_of(run: Run) -> list[Tile]:
    """The pictures that a run has made so far, views on the way included where it ended with one."""
    transcript = folded(run)
    return [tile for tile in transcript.tiles if tile.file] if isinstance(transcript, ImageTranscript) else []


def made(file: File) -> Made | None:
    """How the picture was made; None when it was given."""
    run = file.run
    if run is None or run.operation not in OPERATIONS:
        return None
    tiles = tiles_of(run)
    tile = next((tile for tile in tiles if tile.file == str(file.uuid)), None)
    return Made(run, tile, tiles) if tile else None


def given(run: Run) -> File | None:
    """The picture that a run started from, as it was before it was squared."""
    sent = run.params.get("image")
    uuid = uuid_in(sent[0] if isinstance(sent, list) and sent else sent)
    file = File.objects.filter(owner=run.owner_id, uuid=uuid).first() if uuid else None
    if file is None:
        return None
    prepared = getattr(file, "prepared", None)
    return prepared.source if prepared and prepared.source else file


def ancestry(file: File) -> list[Step]:
    """The way to this picture, oldest first, with the picture itself as the last."""
    steps: list[Step] = []
    found: File | None = file
    while found is not None and len(steps) < LONGEST and all(step.file != found for step in steps):
        origin = made(found)
        steps.append(Step(found, origin.run if origin else None))
        found = given(origin.run) if origin else None
    return steps[::-1]


def descendants(user: User, file: File) -> list[Run]:
    """The newest runs that started from this picture, as it is or squared."""
    uuids = [str(file.uuid)]
    prepared = Prepared.objects.filter(source=file).values_list("file__uuid", flat=True)
    uuids += [str(uuid) for uuid in prepared]
    started = Q()
    for uuid in uuids:
        started |= Q(params__image={"file": uuid}) | Q(params__image__0={"file": uuid})
    return list(Run.objects.for_user(user).filter(started, operation__in=OPERATIONS[1:])[:MOST_RUNS])
