from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.scripted import ScriptedUpstream
from tests.started import StartedServer
from tests.visitor import Visitor


@pytest.fixture
def upstream() -> Iterator[ScriptedUpstream]:
    with ScriptedUpstream() as scripted:
        yield scripted


@pytest.fixture
def server(tmp_path: Path, upstream: ScriptedUpstream) -> Iterator[StartedServer]:
    """A started playground whose connection from the environment is the scripted upstream."""
    with StartedServer(
        tmp_path, {"OPENAI_API_KEY": "sk-secret-1234", "OPENAI_BASE_URL": upstream.url}
    ) as started:
        yield started.wait_until_ready()


@pytest.fixture
def visitor(server: StartedServer) -> Iterator[Visitor]:
    with Visitor(server.url) as visitor:
        yield visitor
