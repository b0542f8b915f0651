"""A mirror, its reviews, views and bulk actions are their owner's alone."""

from time import time
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from playground.accounts.models import User
from playground.connections.models import Connection
from playground.runs.models import Run, RunSet
from playground.stored.models import Completion, SavedView

pytestmark = pytest.mark.django_db


@pytest.fixture
def foreign() -> Completion:
    somebody = User.objects.create(username="somebody-else")
    connection = Connection.objects.create(owner=somebody, name="Theirs", base_url="http://127.0.0.1:1/v1")
    return Completion.objects.create(
        owner=somebody,
        connection=connection,
        source="history",
        completion_id="theirs",
        question="Their secret",
        synced_at=timezone.now(),
    )


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", "history/theirs/"),
        ("get", "theirs/json/?source=history"),
        ("post", "theirs/review/"),
        ("post", "theirs/chat/"),
        ("post", "theirs/forget/"),
    ],
)
def test_hides_the_completion_of_somebody_else(
    client: Client, foreign: Completion, method: str, path: str
) -> None:
    answer = getattr(client, method)(f"/stored/completions/{path}", {"source": "history", "verdict": "bad"})
    assert answer.status_code == 404
    foreign.refresh_from_db()
    assert foreign.verdict == ""


def test_lists_and_opens_nothing_of_somebody_else(client: Client, foreign: Completion) -> None:
    for path in ("history/", "history/?q=secret", "synced/", "counts/?source=history"):
        assert "Their secret" not in client.get(f"/stored/completions/{path}").content.decode()
    assert client.get(f"/chat/?request_of=completion:{foreign.pk}").status_code == 404


@pytest.mark.parametrize("part", ["", "stop/", "again/", "undo/"])
def test_hides_the_bulk_action_of_somebody_else(client: Client, foreign: Completion, part: str) -> None:
    made: Any = RunSet.objects.create(owner=foreign.owner, kind="bulk", settings={"action": "delete"})
    ask = client.get if not part else client.post
    assert ask(f"/stored/completions/bulk/{made.uuid}/{part}").status_code == 404


def test_deletes_no_view_of_somebody_else(client: Client, foreign: Completion) -> None:
    view = SavedView.objects.create(owner=foreign.owner, source="upstream", name="Theirs", query="")
    assert client.post(f"/stored/completions/views/{view.pk}/delete/").status_code == 404
    assert SavedView.objects.filter(pk=view.pk).exists()


@pytest.mark.parametrize(
    ("base_url", "is_found"), [("http://127.0.0.1:1/v1", True), ("http://other/v1", False)]
)
def test_refills_chat_only_from_runs_of_the_same_person_and_server(
    client: Client, foreign: Completion, base_url: str, is_found: bool
) -> None:
    mine = Connection.objects.create(owner=User.local(), name="Mine", base_url="http://127.0.0.1:1/v1")
    stored: Any = {"connection": mine, "completion_id": "same", "synced_at": timezone.now()}
    kept = Completion.objects.create(owner=User.local(), created=int(time()), **stored)
    of = Connection.objects.create(owner=User.local(), name="Other", base_url=base_url)
    for owner, connection, text in (
        (User.local(), of, "My own words"),
        (foreign.owner, foreign.connection, "Their secret"),
    ):
        Run.objects.create(
            owner=owner,
            connection=connection,
            operation="create_chat_completion",
            params={"model": "m", "messages": [{"role": "user", "content": text}]},
            response={"id": "same"},
        )
    page = client.get(f"/chat/?request_of=completion:{kept.pk}").content.decode()
    assert "Their secret" not in page
    assert ("My own words" in page) == is_found
