"""The documents say what the code does."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = [
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    *(f"docs/{path.name}" for path in sorted((ROOT / "docs").glob("*.md"))),
]
READ = re.compile(r'(?:environ(?:\.get\(|\[)|env_list\(|env_flag\()"([A-Z_]+)"')


def test_names_every_setting_in_the_readme() -> None:
    settings = READ.findall((ROOT / "playground/settings.py").read_text())
    readme = (ROOT / "README.md").read_text()
    assert [name for name in settings if f"`{name}`" not in readme] == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_only_to_files_that_exist(document: str) -> None:
    text = (ROOT / document).read_text()
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in link]
    missing = [link for link in links if not ((ROOT / document).parent / link).exists()]
    assert [link for link in missing if not link.startswith("docs/screenshots/")] == []


def test_names_only_targets_that_make_has() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {
        name
        for document in DOCUMENTS
        for name in re.findall(r"`make ([a-z]+)", (ROOT / document).read_text())
    }
    assert named <= targets


def test_names_only_tests_that_exist_for_what_may_go_wrong() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", (ROOT / "docs/reliability.md").read_text())
    assert named
    missing = [
        f"{path}::{test}"
        for path, test in named
        if not re.search(rf"^ *(?:async )?def {test}\(", (ROOT / path).read_text(), re.MULTILINE)
    ]
    assert missing == []
