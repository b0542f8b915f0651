"""Runs that are not kept: a moment after their end nothing of them is left here, whichever process they ran in."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone

from . import deletion
from .models import LIVE_STATUSES, Run, RunSet, Status

# For the page that is only about to show the end, and for one that still fetches the pictures or the sound.
GRACE = timedelta(seconds=4)
GRACE_WITH_FILES = timedelta(seconds=60)


_others: list[Callable[[datetime], object]] = []


def also(forget: Callable[[datetime], object]) -> None:
    """Called by a feature's AppConfig.ready(): it deletes what of its own is not kept and was over by a moment."""
    _others.append(forget)


def forget(*, at_once: bool = False) -> int:
    """Delete what is not kept and has ended, with its text, events and files; returns how many runs.

    Runs of a set go together, once all have ended. `at_once` waits for no page: the process is about to end.
    """
    now = timezone.now()
    fresh, fresh_with_files = (now, now) if at_once else (now - GRACE, now - GRACE_WITH_FILES)
    ended = Run.objects.filter(is_kept=False, finished_at__lte=fresh).exclude(status__in=LIVE_STATUSES)
    over = Q(finished_at__lte=fresh_with_files) | Q(files=None)
    give_up(fresh_with_files)
    for other in _others:
        other(fresh_with_files)
    alone = ended.filter(over).filter(Q(run_set=None) | Q(run_set__is_kept=True)).distinct()
    return delete(alone) + sum(forget_set(each) for each in sets_over(fresh_with_files))


def give_up(before: datetime) -> None:
    """Cancel what waits for its turn in sets that nobody goes on with: nobody could resume what is on no page."""
    resting = sets_without(Q(runs__status=Status.IN_PROGRESS) | Q(runs__finished_at__gt=before))
    waiting = Run.objects.filter(run_set__in=resting.filter(created_at__lte=before), status=Status.QUEUED)
    waiting.update(status=Status.CANCELLED, finished_at=before)


def sets_over(before: datetime) -> list[RunSet]:
    """The sets that are not kept whose last run has ended before that moment."""
    return list(sets_without(Q(runs__status__in=LIVE_STATUSES) | Q(runs__finished_at__gt=before)))


def sets_without(going_on: Q) -> models.QuerySet[RunSet]:
    sets = RunSet.objects.filter(is_kept=False)
    return sets.exclude(pk__in=sets.filter(going_on).values("pk"))


def forget_set(run_set: RunSet) -> int:
    count = delete(run_set.runs.all())
    run_set.delete()
    return count


def delete(runs: models.QuerySet[Run]) -> int:
    found = list(runs.values_list("pk", flat=True))
    return deletion.delete(Run.objects.filter(pk__in=found)).runs if found else 0
