"""A set is its owner's alone."""

import uuid

import pytest
from django.test import Client

from playground.accounts.models import User
from playground.embeddings.vectors import FILE_NAME
from playground.runs.models import File, Run

PARTS = (
    "",
    "map/",
    "points/",
    "neighbours/",
    "compare/",
    "embeddings.json",
    "embeddings.csv",
    "embeddings.npy",
)


@pytest.fixture
def foreign(db: None) -> Run:
    somebody = User.objects.create(username="somebody-else")
    run = Run.objects.create(owner=somebody, operation="create_embedding", status="completed")
    File.objects.create(owner=somebody, run=run, name=FILE_NAME, content_type="x", size=1)
    return run


@pytest.mark.parametrize("part", [*PARTS, f"search/{uuid.UUID(int=1)}/"])
def test_hides_the_set_of_somebody_else(client: Client, foreign: Run, part: str) -> None:
    assert client.get(f"/embeddings/{foreign.uuid}/{part}").status_code == 404


def test_searches_no_set_of_somebody_else(client: Client, foreign: Run) -> None:
    answer = client.post(f"/embeddings/{foreign.uuid}/search/", {"query": "x"})
    assert answer.status_code == 404
    assert Run.objects.count() == 1
