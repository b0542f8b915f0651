"""Deleting runs by age: a few at a time, so that nobody waits, and each by one process only."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from . import deletion, drafts
from .models import LIVE_STATUSES, File, Run, RunQuerySet, RunSet

BATCH = 50


@dataclass(frozen=True)
class Old:
    """What is older than asked: `size` is that of its files in bytes."""

    runs: int
    files: int
    size: int


def cutoff(days: float) -> datetime:
    return timezone.now() - timedelta(days=days)


def old_runs(before: datetime) -> RunQuerySet:
    """The runs made before that moment, but pinned ones, and those still under way."""
    return Run.objects.filter(created_at__lt=before, pinned=False).exclude(status__in=LIVE_STATUSES)


def count(before: datetime) -> Old:
    files = File.objects.filter(run__in=old_runs(before))
    return Old(old_runs(before).count(), files.count(), files.aggregate(Sum("size"))["size__sum"] or 0)


@transaction.atomic
def prune(before: datetime) -> deletion.Deleted:
    """Delete the oldest BATCH of the old runs with their files, and sets that are left without runs.

    Another process at the same work takes others; what is shared is a copy and stays until its own expiry.
    """
    oldest = old_runs(before).order_by("created_at").select_for_update(skip_locked=True, of=("self",))
    chosen = list(oldest.values_list("pk", flat=True)[:BATCH])
    deleted = deletion.delete(Run.objects.filter(pk__in=chosen))
    if not chosen:
        RunSet.objects.filter(created_at__lt=before, runs=None).delete()
        drafts.sweep()
    return deleted


def prune_by_setting() -> int:
    """One batch of what KEEP_RUNS_DAYS says is too old; returns how many runs were deleted."""
    days = settings.KEEP_RUNS_DAYS
    return prune(cutoff(days)).runs if days else 0
