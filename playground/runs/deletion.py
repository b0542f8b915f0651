"""Deleting runs with all that is theirs here: text, journal, search words, and their files' bytes."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver

from . import search
from .models import LIVE_STATUSES, File, Run, RunQuerySet


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
        _, counts = chosen.only("pk").delete()
    return Deleted(counts.get("runs.Run", 0), counts.get("runs.File", 0))


def keep_shared_files(runs: RunQuerySet) -> None:
    """Hand files that another run was sent too over to that run."""
    for file in File.objects.filter(run__in=runs):
        others = search.matching(Run.objects.filter(owner_id=file.owner_id), f'"{file.uuid}"')
        if heir := others.exclude(pk__in=runs).order_by("id").only("pk").first():
            File.objects.filter(pk=file.pk).update(run=heir)


@receiver(post_delete, sender=Run)
def forget_words(instance: Run, **kwargs: Any) -> None:
    search.forget(instance.pk)


@receiver(post_delete, sender=File)
def delete_bytes(instance: File, **kwargs: Any) -> None:
    # After the commit: a deletion that is rolled back keeps its files.
    if name := instance.file.name:
        transaction.on_commit(partial(instance.file.storage.delete, name), robust=True)
