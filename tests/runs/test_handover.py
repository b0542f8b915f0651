"""Handing over between pages: who takes what, and that nobody takes what is another's."""

import uuid

import pytest
from django.http import Http404
from django.template import Context, Template
from django.test import RequestFactory

from playground.accounts.models import User
from playground.runs import handover
from playground.runs.models import File, Run

pytestmark = pytest.mark.django_db
UUID = uuid.UUID(int=7)


@pytest.fixture
def takers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two pages that take texts and one that takes pictures, whatever is installed."""
    monkeypatch.setattr(handover, "_takers", [])
    handover.register("text", "Chat", "chat:page")
    handover.register("text", "History <b>", "runs:list")
    handover.register("picture", "Chat", "chat:page")


def opened(owner: User, **query: str):
    request = RequestFactory().get("/", query)
    request.user = owner
    return request


def menu(kind: str, but: str = "") -> str:
    source = "{% load send_to %}{% send_to kind uuid but %}"
    return Template(source).render(Context({"kind": kind, "uuid": UUID, "but": but}))


@pytest.mark.usefixtures("takers")
def test_offers_the_takers_of_a_kind_but_the_page_itself() -> None:
    assert [taker.label for taker in handover.takers("text")] == ["Chat", "History <b>"]
    assert [taker.label for taker in handover.takers("text", but="chat:page")] == ["History <b>"]
    assert [taker.url(UUID) for taker in handover.takers("picture")] == [f"/chat/?picture={UUID}"]
    assert handover.takers("audio") == []


@pytest.mark.usefixtures("takers")
def test_prints_them_as_a_menu_of_links_or_nothing() -> None:
    html = menu("text")
    assert f'href="/chat/?text_of={UUID}"' in html
    assert "History &lt;b&gt;" in html
    assert "/chat/" not in menu("text", but="chat:page")
    assert "<" not in menu("audio")


def test_gives_the_text_of_ones_own_run_only() -> None:
    owner, other = User.local(), User.objects.create(username="other")
    mine = Run.objects.create(owner=owner, operation="create_response", text="Mine.\n\u202e<b>")
    theirs = Run.objects.create(owner=other, operation="create_response", text="Theirs.")
    assert handover.given_text(opened(owner)) == ""
    assert handover.given_text(opened(owner, text_of=str(mine.uuid))) == "Mine.\n\u202e<b>"
    for asked in (str(theirs.uuid), str(UUID), "no uuid", "a\0b"):
        with pytest.raises(Http404):
            handover.given_text(opened(owner, text_of=asked))


@pytest.mark.parametrize(("kind", "content_type"), [("picture", "image/png"), ("audio", "audio/wav")])
def test_gives_ones_own_file_of_the_kind_only(kind: handover.Kind, content_type: str) -> None:
    owner, other = User.local(), User.objects.create(username="other")

    def made(of: User, stored_as: str) -> File:
        return File.objects.create(owner=of, name="x", content_type=stored_as, size=1)

    assert handover.given_file(opened(owner), kind) is None
    mine = made(owner, content_type)
    assert handover.given_file(opened(owner, **{kind: str(mine.uuid)}), kind) == mine
    for foreign in (made(other, content_type).uuid, made(owner, "text/html").uuid, UUID, "x"):
        with pytest.raises(Http404):
            handover.given_file(opened(owner, **{kind: str(foreign)}), kind)
