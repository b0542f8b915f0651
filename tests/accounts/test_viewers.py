"""Viewers look and change nothing, and are told so where they try."""

import pytest

from playground.accounts.models import User
from playground.runs.models import Run

TYPED = {"composer": "Hello", "model": "m"}


@pytest.fixture
def viewer(person):
    return person("vera", User.Role.VIEWER)[1]


def test_tells_a_viewer_on_the_page(viewer):
    answer = viewer.post("/chat/", TYPED, headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Reswap"]) == (422, "none")
    assert 'id="limit-reached" hx-swap-oob="true"' in answer.content.decode()
    assert "your role is viewer" in answer.content.decode()
    assert viewer.post("/chat/", TYPED).status_code == 403
    assert not Run.objects.exists()


def test_shows_a_viewer_shared_connections(viewer, ada):
    ada[1].post("/connections/add/", {"name": "Team", "base_url": "https://a.example/v1", "shared": "on"})
    assert "Team" in viewer.get("/connections/").content.decode()
