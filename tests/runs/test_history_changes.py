from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from playground.accounts.models import User
from playground.runs import search
from playground.runs.models import File, Piece, Run, Status

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def stored_run(title: str = "A run", **fields: object) -> Run:
    run = Run.objects.create(
        owner=User.local(),
        operation="create_chat_completion",
        title=title,
        **{"status": Status.COMPLETED, **fields},
    )
    search.index(run)
    return run


def stored_file(run: Run) -> File:
    file = File(owner=run.owner, run=run, name="a.png", content_type="image/png", size=3)
    file.file.save("a.png", ContentFile(b"abc"))
    return file


def test_pins_and_unpins(client):
    run = stored_run()
    url = reverse("runs:pin", args=[run.uuid])
    assert client.post(url).status_code == 302
    run.refresh_from_db()
    assert run.pinned
    assert "Pin" in client.post(url, {"pinned": "false"}, headers={"HX-Request": "true"}).content.decode()
    run.refresh_from_db()
    assert not run.pinned


def test_asks_before_it_deletes_and_names_what_goes(client):
    run = stored_run("The title")
    stored_file(run)
    page = client.get(reverse("runs:delete", args=[run.uuid])).content.decode()
    assert "The title" in page
    assert "1 stored file" in page
    assert "Nothing is deleted upstream" in page
    assert Run.objects.exists()


def test_deletes_a_run_with_all_that_is_its(client, django_capture_on_commit_callbacks):
    run = stored_run("unmistakable")
    file = stored_file(run)
    Piece.objects.create(run=run, seq=0, data=b"x")
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(reverse("runs:delete", args=[run.uuid]), follow=True)
    assert "1 run and 1 file deleted." in response.content.decode()
    assert not Run.objects.exists()
    assert not Piece.objects.exists()
    assert not file.file.storage.exists(file.file.name)
    assert not search.matching(Run.objects.all(), "unmistakable").exists()
    assert client.get(run.get_absolute_url()).status_code == 404
    assert "deleted" not in client.get(reverse("runs:list")).content.decode()


def test_keeps_a_file_that_another_run_was_sent_too(client, django_capture_on_commit_callbacks):
    first = stored_run("first")
    file = stored_file(first)
    second = stored_run("second", params={"messages": [{"content": f"playground-file:{file.uuid}"}]})
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("runs:delete", args=[first.uuid]))
    file.refresh_from_db()
    assert file.run == second
    assert file.file.storage.exists(file.file.name)


def test_stops_a_live_run_before_it_deletes_it(client):
    run = stored_run(status=Status.QUEUED)
    client.post(reverse("runs:delete", args=[run.uuid]))
    assert not Run.objects.exists()


@pytest.mark.parametrize(("action", "pinned"), [("pin", True), ("unpin", False)])
def test_pins_several_at_once(client, action, pinned):
    runs = [stored_run(pinned=not pinned) for _ in range(2)]
    left = stored_run(pinned=not pinned)
    response = client.post(
        reverse("runs:bulk"),
        {"action": action, "run": [run.uuid for run in runs], "query": "status=completed"},
    )
    assert response.url == "/history/?status=completed"
    assert set(Run.objects.filter(pinned=pinned)) == set(runs)
    left.refresh_from_db()
    assert left.pinned is not pinned


def test_deletes_several_at_once_and_says_how_many_went(client):
    runs = [stored_run() for _ in range(3)]
    left = stored_run()
    chosen = {"run": [*(run.uuid for run in runs), uuid4(), "nonsense"]}
    asked = client.post(reverse("runs:bulk"), {"action": "confirm", **chosen})
    assert "Delete 3 runs?" in asked.content.decode()
    response = client.post(reverse("runs:bulk"), {"action": "delete", **chosen}, follow=True)
    assert "3 runs deleted." in response.content.decode()
    assert list(Run.objects.all()) == [left]


def test_refuses_an_action_that_it_does_not_have(client):
    assert client.post(reverse("runs:bulk"), {"action": "explode"}).status_code == 400


def test_changes_nothing_by_get(client):
    run = stored_run()
    assert client.get(reverse("runs:bulk")).status_code == 405
    assert client.get(reverse("runs:pin", args=[run.uuid])).status_code == 405
