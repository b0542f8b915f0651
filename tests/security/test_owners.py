"""What is another's is not there: the same answer as for what was never there."""

import pytest
from django.test import Client

from playground.accounts.models import User
from playground.connections.models import Connection
from playground.runs.models import Run

from .urls import all_paths

pytestmark = pytest.mark.django_db


@pytest.fixture
def foreign(settings, tmp_path) -> Run:
    settings.MEDIA_ROOT = tmp_path
    other = User.objects.create(username="other")
    connection = Connection.objects.create(owner=other, name="Theirs", base_url="http://127.0.0.1:1/v1")
    return Run.objects.create(
        owner=other,
        connection=connection,
        operation="create_chat_completion",
        title="Their secret",
        status="completed",
    )


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_finds_nothing_of_another_owner(client: Client, foreign: Run, method: str) -> None:
    theirs = [
        path
        for path in all_paths(foreign)
        if not path.startswith("/sandbox/")
        and any(sign in path for sign in (str(foreign.uuid), "/files/", "/connections/"))
    ]
    if method == "POST":
        # A comparison is made by its first POST; that others' are left alone is tested with it.
        theirs = [path for path in theirs if not path.startswith("/chat/compare/")]
    named = [path for path in theirs if any(character.isdigit() for character in path)]
    assert len(named) > 10
    for path in named:
        assert client.generic(method, path).status_code in (404, 405), path
    assert Run.objects.filter(pk=foreign.pk).exists()
    assert Connection.objects.filter(pk=foreign.connection_id).exists()


def test_lists_and_finds_nothing_of_another_owner(client: Client, foreign: Run) -> None:
    for path in ("/history/", "/history/?q=secret", "/history/recent/?q=secret", "/connections/", "/chat/"):
        page = client.get(path).content.decode()
        assert "Their secret" not in page
        assert "Theirs" not in page


def test_changes_nothing_of_another_owner_in_bulk(client: Client, foreign: Run) -> None:
    client.post("/history/bulk/", {"action": "delete", "run": str(foreign.uuid)})
    client.post("/history/bulk/", {"action": "pin", "run": str(foreign.uuid)})
    client.post("/connections/use/", {"connection": foreign.connection_id})
    foreign.refresh_from_db()
    assert not foreign.pinned
    assert client.session.get("connection") != foreign.connection_id


def test_opens_no_page_on_another_owners_run(client: Client, foreign: Run) -> None:
    assert client.get(f"/chat/?run={foreign.uuid}").status_code == 404
