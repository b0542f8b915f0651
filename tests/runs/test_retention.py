"""Runs deleted by their age."""

from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from playground.accounts.models import User
from playground.runs import files, retention
from playground.runs.models import File, Run, RunSet

pytestmark = pytest.mark.django_db


def made(days: int, **more: object) -> Run:
    run = Run.objects.create(
        owner=User.local(), operation="create_chat_completion", status="completed", **more
    )
    Run.objects.filter(pk=run.pk).update(created_at=timezone.now() - timedelta(days=days))
    return run


def test_deletes_what_is_old_and_not_pinned(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path
    of_old = RunSet.objects.create(owner=User.local(), kind="repeat")
    RunSet.objects.update(created_at=timezone.now() - timedelta(days=40))
    old = [made(40, run_set=of_old) for _ in range(retention.BATCH + 5)]
    files.keep(User.local(), BytesIO(b"words"), "a.txt", old[0])
    stays = {made(40, pinned=True).pk, made(29).pk, made(40).pk}
    Run.objects.filter(pk=max(stays)).update(status="in_progress")
    told = StringIO()
    call_command("prune", "--older-than", "30", "--dry-run", stdout=told)
    assert told.getvalue().startswith(f"{len(old)} runs and 1 files")
    assert Run.objects.count() == len(old) + 3
    call_command("prune", "--older-than", "30", stdout=StringIO())
    assert set(Run.objects.values_list("pk", flat=True)) == stays
    assert not File.objects.exists()
    assert not RunSet.objects.exists()


def test_keeps_all_unless_it_is_set(settings, client: Client) -> None:
    made(4000)
    settings.KEEP_RUNS_DAYS = 0
    assert retention.prune_by_setting() == 0
    assert "Runs are deleted" not in client.get("/history/").content.decode()
    settings.KEEP_RUNS_DAYS = 30.0
    assert "Runs are deleted 30 days after they were made" in client.get("/history/").content.decode()
    assert retention.prune_by_setting() == 1
