"""Whether a process lives is told by one clock, whatever the clocks of the machines say."""

import os
import subprocess
import sys
import uuid
from datetime import UTC, datetime, timedelta

import pytest

from playground.accounts.models import User
from playground.connections.models import Connection
from playground.runs.models import Run, Status
from playground.runs.recovery import LEASE, recover
from playground.runs.services import start
from tests.started import ROOT

AHEAD = """
import django; django.setup()
from datetime import timedelta
from django.utils import timezone
right = timezone.now
timezone.now = lambda: right() + timedelta(hours=1)
from playground.runs import clock
print(clock.now().isoformat())
"""


def test_takes_the_time_from_the_database(postgres_url: str) -> None:
    environment = {
        **os.environ,
        "DATABASE_URL": postgres_url,
        "DJANGO_SETTINGS_MODULE": "playground.settings",
    }
    told = subprocess.run(
        [sys.executable, "-c", AHEAD], cwd=ROOT, env=environment, text=True, capture_output=True, check=True
    )
    assert datetime.fromisoformat(told.stdout.strip()) < datetime.now(UTC) + timedelta(minutes=30)


def started(owner: User, **changes: timedelta) -> Run:
    """A run that was started by a process that has never taken it up."""
    connection = Connection.objects.create(owner=owner, name="Any", base_url="http://127.0.0.1:9/v1")
    run = start(owner, connection, "create_chat_completion", {"model": "m"}, uuid=uuid.uuid4())
    Run.objects.filter(pk=run.pk).update(**{name: getattr(run, name) + by for name, by in changes.items()})
    return run


@pytest.mark.django_db
def test_tells_by_the_same_clock_whether_a_run_that_nobody_takes_up_is_dead() -> None:
    owner = User.local()
    slow_clock = started(owner, created_at=-timedelta(hours=1))
    fast_clock = started(owner, created_at=timedelta(hours=1), heartbeat_at=-2 * LEASE)
    recover()
    assert Run.objects.get(pk=slow_clock.pk).status == Status.QUEUED
    assert Run.objects.get(pk=fast_clock.pk).status == Status.INTERRUPTED
