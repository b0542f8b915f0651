"""Answers and thresholds are their owner's alone."""

import pytest
from django.test import Client

from playground.accounts.models import User
from playground.moderations.models import Thresholds
from playground.runs.models import File, Run


@pytest.fixture
def somebody(db: None) -> User:
    return User.objects.create(username="somebody-else")


def test_hides_the_answers_texts_and_pictures_of_somebody_else(client: Client, somebody: User) -> None:
    run = Run.objects.create(
        owner=somebody, operation="create_moderation", status="completed", response={"results": []}
    )
    chat = Run.objects.create(
        owner=somebody, operation="create_chat_completion", status="completed", text="their secret"
    )
    picture = File.objects.create(owner=somebody, name="p", content_type="image/png", size=1)
    for address in (f"{run.uuid}/", f"?run={run.uuid}", f"?text_of={chat.uuid}", f"?picture={picture.uuid}"):
        assert client.get(f"/moderations/{address}").status_code == 404, address
    assert b"their secret" not in client.get("/moderations/?last=50").content


def test_keeps_thresholds_apart(client: Client, somebody: User) -> None:
    Thresholds.objects.create(owner=somebody, usual=0.2, values={"their-own": 0.1})
    client.post("/moderations/thresholds/", {"preset": "lenient"})
    assert b"their-own" not in client.get("/moderations/").content
    assert Thresholds.objects.get(owner=somebody).usual == 0.2
    assert Thresholds.objects.count() == 2
