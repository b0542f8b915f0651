"""Deleting runs with all that is theirs here: text, journal, search words, and their files' bytes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver

from . import search
from .models import LIVE_STATUSES, File, Run, RunQuerySet, RunSet

# Sets that are nothing beside their runs: they go with the last of them.
MADE_OF_RUNS = (RunSet.Kind.PARTS, RunSet.Kind.VOICES)

Heirs = Callable[[File, RunQuerySet], Iterator[Run | None]]
_heirs: list[Heirs] = []


def inherit(heirs: Heirs) -> None:
    """Called by a feature's AppConfig.ready(): it needs files that the parameters of its runs do not name.

    `heirs(file, runs)` gives those who still need the file when these runs are gone: runs, or None for something
    that has no run yet.
    """
    _heirs.append(heirs)


@dataclass(frozen=True)
class Deleted:
    runs: int
    files: int

    def __str__(self) -> str:
        runs = f"{self.runs} run{'' if self.runs == 1 else 's'}"
        return f"{runs} and {self.files} file{'' if self.files == 1 else 's'}" if self.files else runs


def delete(runs: RunQuerySet) -> Deleted:
    """Delete these runs here; nothing is deleted upstream. A live one is stopped first."""
    from . import services

    for run in runs.filter(status__in=LIVE_STATUSES):
        services.stop(run)
    with transaction.atomic():
        chosen = Run.objects.filter(pk__in=list(runs.values_list("pk", flat=True)))
        keep_shared_files(chosen)
        run_sets = set(chosen.exclude(run_set=None).values_list("run_set", flat=True))
        _, counts = chosen.only("pk").delete()
        RunSet.objects.filter(pk__in=run_sets, runs=None, kind__in=MADE_OF_RUNS).delete()
    return Deleted(counts.get("runs.Run", 0), counts.get("runs.File", 0))


def keep_shared_files(runs: RunQuerySet) -> None:
    """Hand files that something else needs too over to that: a file goes with its last user."""
    for file in File.objects.filter(run__in=runs):
        for heir in chain(also_sent(file, runs), *(heirs(file, runs) for heirs in _heirs)):
            File.objects.filter(pk=file.pk).update(run=heir)
            break


def also_sent(file: File, runs: RunQuerySet) -> Iterator[Run]:
    others = search.matching(Run.objects.filter(owner_id=file.owner_id), f'"{file.uuid}"')
    yield from others.exclude(pk__in=runs).order_by("id").only("pk")[:1]


@receiver(post_delete, sender=Run)
def forget_words(instance: Run, **kwargs: Any) -> None:
    search.forget(instance.pk)


@receiver(post_delete, sender=File)
def delete_bytes(instance: File, **kwargs: Any) -> None:
    # After the commit: a deletion that is rolled back keeps its files.
    if name := instance.file.name:
        transaction.on_commit(partial(instance.file.storage.delete, name), robust=True)
