"""Bundles: a stylesheet and a script of every page, and those of each feature, which other pages do not load."""

import asyncio
import gzip
from pathlib import Path
from typing import Any

import pytest
from asgiref.testing import ApplicationCommunicator
from django.conf import settings
from django.test import override_settings

from playground.static_files import BundledStorage, StaticFiles

SOURCES = {
    "css/reset.css": "reset {}",
    "css/tokens.css": "tokens {}",
    "css/components/card.css": "card {}",
    "css/images/gallery.css": "gallery {}",
    "js/first.js": "first()",
    "js/second.js": "second()",
    "js/images/lightbox.js": "lightbox()",
    "js/images/crop.js": "crop()",
    "icons.svg": "<svg/>",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, text in SOURCES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def collected(root: Path) -> BundledStorage:
    storage = BundledStorage(location=str(root), base_url="/static/")
    paths = {name: (storage, name) for name in SOURCES}
    assert [error for *_, error in storage.post_process(paths) if isinstance(error, Exception)] == []
    return storage


def test_joins_what_every_page_needs_and_each_folder_by_itself(root: Path) -> None:
    collected(root)
    assert (root / "css/app.css").read_text() == "reset {}\ntokens {}\ncard {}"
    assert (root / "js/app.js").read_text() == "first()\nsecond()"
    assert (root / "js/images.js").read_text() == "crop()\nlightbox()"
    assert (root / "css/images.css").read_text() == "gallery {}"


def test_gives_bundles_and_single_files_names_by_their_content(root: Path) -> None:
    storage = collected(root)
    for name in ("css/app.css", "js/app.js", "js/images.js", "css/images.css", "icons.svg"):
        assert storage.stored_name(name) != name
        assert (root / storage.stored_name(name)).exists()
    assert set(storage.hashed_files) >= {"js/images.js", "css/images.css"}
    assert not {"js/first.js", "js/images/crop.js", "css/components/card.css"} & set(storage.hashed_files)


def test_joins_the_same_again_and_follows_a_change(root: Path) -> None:
    before = collected(root)
    names = {name: before.stored_name(name) for name in ("js/app.js", "js/images.js")}
    (root / "js/images/crop.js").write_text("crop(2)")
    after = collected(root)
    assert (root / "js/app.js").read_text() == "first()\nsecond()"
    assert (root / "js/images.js").read_text() == "crop(2)\nlightbox()"
    assert after.stored_name("js/app.js") == names["js/app.js"]
    assert after.stored_name("js/images.js") != names["js/images.js"]


HASHED = {"BACKEND": "playground.static_files.BundledStorage"}


async def elsewhere(scope: dict[str, Any], receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 404, "headers": []})
    await send({"type": "http.response.body", "body": b"Not a file"})


def served(root: Path, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of what is answered to the request."""

    async def ask() -> tuple[int, dict[str, str], bytes]:
        scope = {"type": "http", "method": method, "path": path, "headers": as_asgi(headers)}
        with override_settings(STATIC_ROOT=root, STORAGES={**settings.STORAGES, "staticfiles": HASHED}):
            client = ApplicationCommunicator(StaticFiles(elsewhere), scope)
        start, body = await client.receive_output(), await client.receive_output()
        return (
            start["status"],
            {name.decode(): value.decode() for name, value in start["headers"]},
            body["body"],
        )

    return asyncio.run(ask())


def as_asgi(headers: dict[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]


def test_serves_a_file_compressed_and_kept_for_as_long_as_it_is_named_by_its_content(root: Path) -> None:
    (root / "css/reset.css").write_text("reset {}" * 200)
    url = f"/static/{collected(root).stored_name('css/app.css')}"
    status, headers, body = served(root, url, accept_encoding="gzip")
    assert (status, headers["content-type"]) == (200, 'text/css; charset="utf-8"')
    assert headers["cache-control"] == "max-age=315360000, public, immutable"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-encoding"] == "gzip"
    assert gzip.decompress(body).startswith(b"reset {}reset {}")
    assert served(root, url)[2] == gzip.decompress(body)


def test_sends_no_body_where_none_is_asked_for(root: Path) -> None:
    url = f"/static/{collected(root).stored_name('css/app.css')}"
    _, headers, whole = served(root, url)
    assert served(root, url, "HEAD")[::2] == (200, b"")
    assert served(root, url, if_none_match=headers["etag"])[::2] == (304, b"")
    assert served(root, url, "POST")[::2] == (405, b"")
    assert served(root, url, range="bytes=2-5")[::2] == (206, whole[2:6])


def test_leaves_every_other_path_to_the_application(root: Path) -> None:
    collected(root)
    for path in ("/", "/static/", "/static/none.css", "/static/../secret", "/statically/css/app.css"):
        assert served(root, path)[::2] == (404, b"Not a file")
