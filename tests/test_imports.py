"""Imports go features → runs → openai, params, connections, never sideways or up: docs/architecture.md."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent / "playground"
# What each part may import of ours, beside itself. A feature is a part that is not named here.
ALLOWED = {
    "openai": set(),
    "sandbox": set(),
    "accounts": set(),
    "params": {"openai"},
    "connections": {"accounts", "openai"},
    "runs": {"accounts", "connections", "openai", "params"},
    "server": {"accounts", "runs", "static_files"},
    "library": {"accounts", "openai", "params", "runs"},
}
FEATURE = {"accounts", "connections", "library", "openai", "params", "runs"}
ALLOWED["chat"] = FEATURE | {"prompts"}
ALLOWED["compare"] = FEATURE | {"chat"}
PARTS = sorted(path.parent.name for path in PROJECT.glob("*/__init__.py"))


def imported(path: Path) -> Iterator[str]:
    """The absolute names of the modules that a file imports."""
    package = ("playground", *path.relative_to(PROJECT).parts[:-1])
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            module = ".".join(filter(None, (base, node.module)))
            yield from (f"{module}.{alias.name}" for alias in node.names)


def sources(part: str) -> list[Path]:
    return [path for path in sorted((PROJECT / part).rglob("*.py")) if "migrations" not in path.parts]


@pytest.mark.parametrize("part", PARTS)
def test_imports_only_what_lies_below(part: str) -> None:
    allowed = ALLOWED.get(part, FEATURE) | {
        part,
        "settings",
        "__version__",
        "loopback",
        "sandbox_key",
        "spreadsheets",
    }
    wrong = [
        f"{path.relative_to(PROJECT)} imports {name}"
        for path in sources(part)
        for name in imported(path)
        if name.startswith("playground.") and name.split(".")[1] not in allowed
    ]
    assert wrong == []


def test_keeps_the_service_layer_free_of_django() -> None:
    wrong = [
        f"{path.name} imports {name}"
        for path in sources("openai")
        for name in imported(path)
        if name.split(".")[0] in {"django", "channels"}
    ]
    assert wrong == []


def test_lets_one_module_alone_speak_http() -> None:
    speakers = {
        str(path.relative_to(PROJECT))
        for part in PARTS
        for path in sources(part)
        for name in imported(path)
        if name.split(".")[0] == "httpx"
    }
    assert speakers <= {"openai/client.py"}
