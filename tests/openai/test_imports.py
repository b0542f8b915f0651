import ast
import sys
from pathlib import Path

import pytest

import playground.openai

MODULES = sorted(Path(playground.openai.__file__).parent.glob("*.py"))
ALLOWED = {"client": {"httpx"}, "network": {"httpcore"}, "realtime": {"websockets"}, "sse": {"httpx_sse"}}


def imported(module: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.stem)
def test_stands_on_its_own(module):
    foreign = {name for name in imported(module) if name.split(".")[0] not in sys.stdlib_module_names}
    ours = {name for name in foreign if name.startswith(("playground.openai.", "playground.__version__"))}
    assert {name.split(".")[0] for name in foreign - ours} <= ALLOWED.get(module.stem, set())
