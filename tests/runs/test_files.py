"""Files that people attach: kept as bytes under names of ours, served with ranges and never as a page of this site."""

import re
from datetime import timedelta

import pytest
from asgiref.sync import async_to_sync
from django.test import Client, TestCase
from django.utils import timezone

from playground.accounts.models import User
from playground.openai.errors import BadRequest
from playground.runs import files
from playground.runs.models import File, Run

pytestmark = pytest.mark.django_db

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))


@pytest.fixture(autouse=True)
def files_of_this_test(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def kept(client: Client, content: bytes, name: str = "pixel.png", content_type: str = "image/png") -> File:
    headers = {"X-File-Name": name}
    answer = client.post("/files/", content, content_type=content_type, headers=headers)
    assert answer.status_code == 200
    uuid = re.search(r'name="composer_files" value="([^"]+)"', answer.content.decode())
    assert uuid
    return File.objects.get(uuid=uuid[1])


def body(response) -> bytes:
    async def all_of_it() -> bytes:
        return b"".join([piece async for piece in response.streaming_content])

    return async_to_sync(all_of_it)() if response.streaming else response.content


def test_gives_back_the_bytes_that_were_sent(client):
    response = client.get(kept(client, PNG).get_absolute_url())
    assert body(response) == PNG
    assert response["Content-Type"] == "image/png"
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("asked", "status", "expected", "described"),
    [
        ("bytes=0-3", 206, PNG[:4], f"bytes 0-3/{len(PNG)}"),
        ("bytes=8-", 206, PNG[8:], f"bytes 8-{len(PNG) - 1}/{len(PNG)}"),
        ("bytes=-5", 206, PNG[-5:], f"bytes {len(PNG) - 5}-{len(PNG) - 1}/{len(PNG)}"),
        ("bytes=260-9999", 206, PNG[260:], f"bytes 260-{len(PNG) - 1}/{len(PNG)}"),
        (f"bytes={len(PNG)}-", 416, b"", f"bytes */{len(PNG)}"),
        ("bytes=9-3", 416, b"", f"bytes */{len(PNG)}"),
        ("lines=1-2", 200, PNG, None),
        ("bytes=-", 200, PNG, None),
    ],
)
def test_answers_a_range(client, asked, status, expected, described):
    response = client.get(kept(client, PNG).get_absolute_url(), headers={"Range": asked})
    assert (response.status_code, body(response)) == (status, expected)
    assert response.get("Content-Range") == described


def test_shows_attached_files_again(client):
    files = [kept(client, PNG, "one.png"), kept(client, PNG, "two.png")]
    other = User.objects.create(username="other")
    foreign = File.objects.create(owner=other, name="theirs.png", content_type="image/png", size=1)
    named = [*(str(file.uuid) for file in files), str(foreign.uuid), "nonsense"]
    page = client.get("/files/attached/", {"file": named}).content.decode()
    assert page.index("one.png") < page.index("two.png")
    assert "theirs.png" not in page


def test_forgets_what_was_attached_long_ago_and_never_sent(client):
    draft, fresh, sent = (kept(client, PNG, name) for name in ("draft.png", "fresh.png", "sent.png"))
    run = Run.objects.create(owner=sent.owner, operation="create_chat_completion")
    File.objects.filter(pk=sent.pk).update(run=run)
    File.objects.exclude(pk=fresh.pk).update(created_at=timezone.now() - timedelta(days=31))
    with TestCase.captureOnCommitCallbacks(execute=True):
        newest = kept(client, PNG, "newest.png")
    assert set(File.objects.all()) == {fresh, sent, newest}
    assert not draft.file.storage.exists(draft.file.name)


@pytest.mark.parametrize(
    "content", [b"<html><script>alert(1)</script>", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"alert(1)"]
)
def test_offers_what_could_run_as_a_download(client, content):
    file = kept(client, content, "page.html", "text/html")
    response = client.get(file.get_absolute_url())
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Type"].startswith("text/plain")
    assert "sandbox" in response["Content-Security-Policy"]


@pytest.mark.parametrize(
    "name", ["..%2f..%2fetc%2fpasswd", "a%0d%0aSet-Cookie:x", "%00", "%E2%80%AEgnp.exe", "a" * 999]
)
def test_takes_a_name_as_text_only(client, name, settings):
    file = kept(client, PNG, name)
    assert str(file.file.path).startswith(str(settings.MEDIA_ROOT))
    assert not re.search(r"[/\\\r\n\0]", file.name)
    assert client.get(file.get_absolute_url()).status_code == 200


def test_says_that_a_file_is_empty(client):
    assert client.post("/files/", b"", content_type="image/png").status_code == 422


def test_refuses_what_is_too_large(client, settings):
    settings.UPLOAD_MAX_SIZE = 100
    assert client.post("/files/", PNG, content_type="image/png").status_code == 413
    assert not File.objects.exists()


def test_sends_a_stored_file_as_a_part_of_a_form(client):
    first, second = kept(client, PNG, "one.png"), kept(client, PNG, "two.png")
    given = {"image": {"file": str(first.uuid)}, "mask": [{"file": str(second.uuid)}], "n": 1}
    assert set(files.references(given)) == {str(first.uuid), str(second.uuid)}
    sent, parts = files.resolve(first.owner_id, given)
    assert sent == {"n": 1}
    assert parts["image"].name == "one.png"
    assert [part.name for part in parts["mask"]] == ["two.png"]
    with parts["image"].open() as content:
        assert content.read() == PNG


def test_sends_no_file_of_somebody_else(client):
    foreign = kept(client, PNG)
    somebody = User.objects.create(username="somebody-else")
    with pytest.raises(BadRequest, match="no longer stored"):
        files.resolve(somebody.pk, {"image": {"file": str(foreign.uuid)}})
