"""Earlier runs with their pictures, newest first, a page by key at a time."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from playground.accounts.models import User
from playground.runs.models import Run

from .lineage import OPERATIONS, descendants, given, tiles_of
from .tiles import Tile

PAGE = 12
MOST_ALIKE = 12
# What is told apart when the same prompt was drawn more than once.
TOLD = ("model", "size", "quality", "background", "style", "output_format", "n")


@dataclass(frozen=True)
class Shown:
    """A run as the gallery shows it; `source` is the uuid of the picture that it started from."""

    run: Run
    tiles: list[Tile]
    source: str = ""
    differences: tuple[str, ...] = ()


def page(user: User, before: str, but: Collection[Run] = ()) -> tuple[list[Shown], int | None]:
    """Runs that made pictures, older than the run `before`, without those of `but`; and the key of the next page."""
    runs = Run.objects.for_user(user).filter(operation__in=OPERATIONS, response__isnull=False)
    runs = runs.select_related("connection").defer("request", "headers", "text")
    if before.isdecimal() and len(before) < 19:
        runs = runs.filter(pk__lt=int(before))
    runs = runs.exclude(pk__in=[run.pk for run in but])
    found = list(runs[: PAGE + 1])
    rows = [Shown(run, tiles_of(run), source_of(run)) for run in found[:PAGE]]
    return rows, found[PAGE - 1].pk if len(found) > PAGE else None


def source_of(run: Run) -> str:
    file = given(run) if "image" in run.params else None
    return str(file.uuid) if file else ""


def alike(run: Run) -> list[Shown]:
    """Other runs of the same prompt, newest first, with what was set otherwise in each."""
    prompt = run.params.get("prompt")
    if not prompt:
        return []
    runs = Run.objects.filter(owner=run.owner_id, operation=run.operation, title=run.title)
    others = runs.exclude(pk=run.pk).filter(response__isnull=False).defer("request", "headers", "text")
    same = [other for other in others[: MOST_ALIKE * 2] if other.params.get("prompt") == prompt][:MOST_ALIKE]
    return [Shown(other, tiles_of(other), "", differences(run.params, other.params)) for other in same]


def made_of(run: Run) -> list[tuple[Tile, Shown]]:
    """The runs that started from each picture of this one."""
    tiles = tiles_of(run)
    found = {str(file.uuid): file for file in run.files.filter(uuid__in=[tile.file for tile in tiles])}
    return [
        (tile, Shown(started, tiles_of(started)))
        for tile in tiles
        if tile.file in found
        for started in descendants(run.owner, found[tile.file])
    ]


def differences(ours: dict[str, Any], theirs: dict[str, Any]) -> tuple[str, ...]:
    return tuple(
        f"{name} {theirs.get(name, 'not sent')}" for name in TOLD if ours.get(name) != theirs.get(name)
    )
