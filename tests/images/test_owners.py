"""A picture is its owner's alone."""

import uuid

import pytest
from django.test import Client

from playground.accounts.models import User
from playground.runs.models import File, Run

pytestmark = pytest.mark.django_db


@pytest.fixture
def foreign() -> File:
    somebody = User.objects.create(username="somebody-else")
    kept = {"kept": {"file": str(uuid.UUID(int=5)), "name": "image-1.png"}}
    run = Run.objects.create(
        owner=somebody, operation="create_image", status="completed", response={"data": [kept]}
    )
    return File.objects.create(
        uuid=uuid.UUID(int=5), owner=somebody, run=run, name="image-1.png", content_type="image/png", size=1
    )


@pytest.mark.parametrize("page", ["", "thumbnail/", "compare/"])
def test_hides_the_picture_of_somebody_else(client: Client, foreign: File, page: str) -> None:
    assert client.get(f"/images/pictures/{foreign.uuid}/{page}").status_code == 404


def test_hides_their_runs(client: Client, foreign: File) -> None:
    assert foreign.run
    assert client.get(f"/images/{foreign.run.uuid}/images.zip").status_code == 404
    for page in ("/images/", "/images/variations/"):
        assert client.get(f"{page}?run={foreign.run.uuid}").status_code == 404
        assert str(foreign.uuid) not in client.get(page).content.decode()
    assert client.get(f"/images/variations/?picture={foreign.uuid}").status_code == 404
    assert str(foreign.uuid) not in client.get("/images/earlier/").content.decode()


def test_makes_nothing_of_their_picture(client: Client, foreign: File) -> None:
    posted = {"source": str(foreign.uuid)}
    assert client.post("/images/prepare/", posted).status_code == 422
    posted = {"image": str(foreign.uuid), "run": str(uuid.UUID(int=9))}
    assert client.post("/images/variations/", posted).status_code == 422
    assert Run.objects.count() == 1
