"""Bundles: a stylesheet and a script of every page, and those of each feature, which other pages do not load."""

from pathlib import Path

import pytest

from playground.static_files import BundledStorage

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
