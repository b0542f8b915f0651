"""Sharing a run: a copy behind a link, for as long as its owner likes."""

import re
from collections.abc import Callable
from datetime import timedelta
from html.parser import HTMLParser
from io import BytesIO
from typing import Any

import numpy as np
import pytest
from django.test import Client
from django.utils import timezone

from playground.accounts.models import AuditEntry, User
from playground.connections.models import Connection, SeenModel
from playground.embeddings.vectors import FILE_NAME, packed
from playground.runs import deletion, files, forgetting
from playground.runs.models import Run
from playground.sharing.models import Share, SharedFile
from tests.people import Person
from tests.security.samples import MARKDOWN, MARKUP

pytestmark = pytest.mark.django_db
KEY = "sk-verysecretkey-9999"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)


@pytest.fixture
def run(settings, tmp_path) -> Run:
    settings.MEDIA_ROOT = tmp_path
    owner = User.local()
    connection = Connection(owner=owner, name="Private place", base_url="http://10.1.2.3:8123/v1")
    connection.set_key(KEY)
    connection.save()
    picture = files.keep(owner, BytesIO(PNG), "cat.png")
    made = Run.objects.create(
        owner=owner,
        connection=connection,
        operation="create_chat_completion",
        model="m",
        status="completed",
        title="Tell me <b>all</b>",
        params={
            "model": "m",
            "messages": [
                {
                    "role": "user",
                    "content": [{"type": "text", "text": f"Use {KEY} at http://10.1.2.3:8123/v1"}],
                },
                {
                    "role": "user",
                    "content": [
                        {"type": "image_url", "image_url": {"url": f"playground-file:{picture.uuid}"}}
                    ],
                },
            ],
            "tools": [{"type": "mcp", "server_url": "https://m.example", "authorization": "hunter2hunter2"}],
        },
        request={"url": "http://10.1.2.3:8123/v1/chat/completions", "headers": {"x-team": "blue-team"}},
        response={"choices": [{"index": 0, "message": {"role": "assistant", "content": "**Bold** answer."}}]},
        text="**Bold** answer.",
        usage={"prompt_tokens": 412, "completion_tokens": 138},
    )
    picture.run = made
    picture.save()
    return made


def share(client: Client, run: Run, **data: Any) -> Share:
    response = client.post(f"/history/{run.uuid}/share/", {"days": "7", **data})
    assert response.status_code == 200, response.content
    made = Share.objects.get(owner=run.owner, run=run)
    assert f"http://testserver/shared/{made.token}/" in response.content.decode()
    return made


def test_shows_the_run_as_it_was(client: Client, run: Run) -> None:
    made = share(client, run)
    assert len(made.token) >= 43
    address = f"/shared/{made.token}/"
    before = client.get(address).content.decode()
    for shown in ("<strong>Bold</strong> answer.", "412 in", "138 out", "Tell me &lt;b&gt;all", "1 day", "m"):
        assert shown in before or shown == "1 day"
    picture = re.search(rf"{address}files/[-0-9a-f]+/", before)
    assert picture
    deletion.delete(Run.objects.filter(pk=run.pk))
    assert client.get(address).content.decode() == before
    answer = client.get(picture[0])
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert "deleted" in client.get("/shares/").content.decode()


def test_holds_no_secret(client: Client, run: Run) -> None:
    made = share(client, run)
    page = client.get(f"/shared/{made.token}/").content.decode()
    for secret in (KEY, "hunter2", "10.1.2.3", "blue-team", "Private place"):
        assert secret not in page
        assert secret not in str(made.snapshot)


def test_offers_nothing_that_acts(client: Client, run: Run) -> None:
    made = share(client, run)
    response = client.get(f"/shared/{made.token}/")
    page = response.content.decode()
    assert not re.search(
        r"<(script|form|button|input|iframe)\b|\b(hx|ws)-|\bdata-", page.replace("data-theme", "")
    )
    assert "noindex" in response["X-Robots-Tag"]
    assert "noindex" in page
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert response["Referrer-Policy"] == "no-referrer"


class Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_shows_hostile_content_as_text(client: Client, run: Run) -> None:
    hostile = "\n\n".join((*MARKUP, *MARKDOWN))
    run.title, run.model = hostile[:200], hostile[:100]
    run.params = {"messages": [{"role": hostile, "content": hostile}], hostile[:80]: hostile}
    run.response = {"choices": [{"index": 0, "message": {"role": "assistant", "content": hostile}}]}
    run.save()
    made = share(client, run)
    for tag, attributes in Tags(client.get(f"/shared/{made.token}/").content.decode()).found:
        assert tag not in ("script", "iframe", "form", "object", "embed", "base", "style")
        assert not any(
            name.startswith(("on", "hx-", "ws-")) or name in ("style", "srcset") for name in attributes
        )
        if tag == "img":
            assert str(attributes["src"]).startswith("/shared/")
        if tag == "a" and "href" in attributes:
            assert str(attributes["href"]).startswith(("http:", "https:", "mailto:", "/shared/"))


def test_ends(client: Client, run: Run) -> None:
    made = share(client, run, days="1")
    assert timedelta(hours=23) < made.expires_at - timezone.now() <= timedelta(days=1)
    Share.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    gone = client.get(f"/shared/{made.token}/")
    assert (gone.status_code, "has ended" in gone.content.decode()) == (410, True)
    forgetting.forget(at_once=True)
    made.refresh_from_db()
    assert made.snapshot == {}
    assert not SharedFile.objects.exists()


def test_is_revoked(client: Client, run: Run, django_capture_on_commit_callbacks) -> None:
    made = share(client, run, days="")
    assert made.expires_at is None
    kept = SharedFile.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/shares/{made.pk}/revoke/")
    gone = client.get(f"/shared/{made.token}/")
    assert (gone.status_code, "was revoked" in gone.content.decode()) == (410, True)
    assert client.get(f"/shared/{made.token}/files/{kept.original}/").status_code == 404
    assert not kept.file.storage.exists(kept.file.name)
    assert "Nothing is shared" in client.get("/shares/").content.decode()
    assert [entry.action for entry in AuditEntry.objects.order_by("id")] == ["run.shared", "run.unshared"]


def test_finds_nothing_behind_another_token(client: Client, run: Run) -> None:
    missing = client.get("/shared/nonsense/")
    assert (missing.status_code, "Nothing is shared here" in missing.content.decode()) == (404, True)


def test_is_its_owners_alone_to_share_and_revoke(client: Client, run: Run) -> None:
    other = User.objects.create(username="other")
    Run.objects.filter(pk=run.pk).update(owner=other)
    theirs = Share.objects.create(owner=other, run=run, snapshot={})
    assert client.get(f"/history/{run.uuid}/share/").status_code == 404
    assert client.post(f"/history/{run.uuid}/share/").status_code == 404
    assert client.post(f"/shares/{theirs.pk}/revoke/").status_code == 404
    theirs.refresh_from_db()
    assert theirs.revoked_at is None


@pytest.mark.parametrize("status", ["queued", "in_progress"])
def test_waits_for_the_end_of_a_run(client: Client, run: Run, status: str) -> None:
    Run.objects.filter(pk=run.pk).update(status=status)
    assert client.post(f"/history/{run.uuid}/share/").status_code == 404


def test_says_what_cannot_be_chosen(client: Client, run: Run) -> None:
    answer = client.post(f"/history/{run.uuid}/share/", {"days": "90"})
    assert answer.status_code == 422
    assert not Share.objects.exists()
    # Without a login there is nobody to open it to.
    assert not share(client, run, anyone="on").is_public


def test_sends_to_the_login_who_has_none(mia: Person, run: Run) -> None:
    owner, browser = mia
    Run.objects.filter(pk=run.pk).update(owner=owner)
    made = Share.objects.create(owner=owner, run=run, snapshot=snapshot_of(run))
    address = f"/shared/{made.token}/"
    asked = Client().get(address)
    assert (asked.status_code, "login" in asked["Location"]) == (302, True)
    assert "Tell me" not in asked.content.decode()
    assert browser.get(address).status_code == 200
    # Unknown and ended links say no more to who is not logged in.
    assert Client().get("/shared/nonsense/").status_code == 302
    Share.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert Client().get(address).status_code == 302
    assert browser.get(address).status_code == 410


def test_shows_a_viewer_what_others_share(mia: Person, person: Callable[..., Person], run: Run) -> None:
    made = Share.objects.create(owner=mia[0], run=run, snapshot=snapshot_of(run))
    _, viewer = person("vera", User.Role.VIEWER)
    page = viewer.get(f"/shared/{made.token}/")
    assert (page.status_code, "Bold" in page.content.decode()) == (200, True)
    assert viewer.get(f"/history/{run.uuid}/").status_code == 404


def test_is_open_to_anyone_only_while_the_setting_says_so(mia: Person, run: Run, settings) -> None:
    made = Share.objects.create(owner=mia[0], run=run, snapshot=snapshot_of(run), is_public=True)
    address = f"/shared/{made.token}/"
    assert Client().get(address).status_code == 302
    settings.SHARE_PUBLICLY = True
    assert Client().get(address).status_code == 200
    Share.objects.update(is_public=False)
    assert Client().get(address).status_code == 302
    Share.objects.update(is_public=True, revoked_at=timezone.now())
    assert Client().get(address).status_code == 410


def test_counts_down_to_the_shutdown_that_its_owner_knows_of(mia: Person, run: Run, settings) -> None:
    owner, browser = mia
    settings.SHARE_PUBLICLY = True
    at = Connection.objects.create(owner=owner, name="Hers", base_url="http://10.1.2.3:8123/v1")
    Run.objects.filter(pk=run.pk).update(owner=owner, connection=at)
    made = Share.objects.create(owner=owner, run=run, snapshot=snapshot_of(run), is_public=True)
    day, now = timezone.localdate() + timedelta(days=1), timezone.now()
    seen = SeenModel.objects.create(connection=at, model="m", shutdown_date=day, first_seen_at=now)

    def words() -> list[str]:
        pages = [by.get(f"/shared/{made.token}/").content.decode() for by in (Client(), browser)]
        assert pages[0] == pages[1]
        return re.findall(r'<span class="shutdown warn" title="[^"]+">([^<]+)</span>', pages[0])

    assert words() == ["shuts down tomorrow"]
    # Not as it was when it was shared.
    SeenModel.objects.filter(pk=seen.pk).update(shutdown_date=day + timedelta(days=1))
    assert words() == ["shuts down in 2 days"]
    at.delete()
    assert words() == []


def test_keeps_no_countdown_that_would_stand_still(client: Client, run: Run) -> None:
    day, now = timezone.localdate() + timedelta(days=12), timezone.now()
    facts = {"shutdown_date": day, "first_seen_at": now}
    SeenModel.objects.create(connection=run.connection, model=run.model, **facts)
    run.operation, run.params, run.response = "create_embedding", {"input": ["one", "two"]}, {"data": []}
    run.save()
    files.keep(run.owner, BytesIO(packed(np.eye(2, dtype=np.float32))), FILE_NAME, run)
    answer = share(client, run).snapshot["answer"]
    assert "one more request to m" in answer
    assert "shuts down" not in answer


def snapshot_of(run: Run) -> dict[str, Any]:
    """What a share keeps of the run."""
    return {
        "operation": run.operation,
        "model": run.model,
        "status": run.status,
        "created_at": run.created_at.isoformat(),
        "facts": [],
        "messages": [],
        "parameters": [],
        "answer": "<p>Bold</p>",
    }
