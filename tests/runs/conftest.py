from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.scripted import ScriptedUpstream
from tests.started import StartedServer, prepared
from tests.visitor import Visitor

KEY = "sk-secret-1234"


def connected(upstream: ScriptedUpstream) -> dict[str, str]:
    """The environment of a playground whose connection is the scripted upstream."""
    return {"OPENAI_API_KEY": KEY, "OPENAI_BASE_URL": upstream.url}


@pytest.fixture(scope="module")
def module_upstream() -> Iterator[ScriptedUpstream]:
    with ScriptedUpstream() as scripted:
        yield scripted


@pytest.fixture(scope="module")
def server(
    tmp_path_factory: pytest.TempPathFactory, module_upstream: ScriptedUpstream
) -> Iterator[StartedServer]:
    """A started playground, one for all tests of a module: those that end a process start their own."""
    with StartedServer(prepared(tmp_path_factory.mktemp("data")), connected(module_upstream)) as started:
        yield started.wait_until_ready()


@pytest.fixture
def upstream(module_upstream: ScriptedUpstream) -> ScriptedUpstream:
    """The module's upstream, as new."""
    module_upstream.reset()
    return module_upstream


@pytest.fixture
def visitor(server: StartedServer, upstream: ScriptedUpstream) -> Iterator[Visitor]:
    """Somebody who leaves nothing running."""
    with Visitor(server.url) as visitor:
        yield visitor
        visitor.stop_all()


@pytest.fixture
def own_upstream() -> Iterator[ScriptedUpstream]:
    with ScriptedUpstream() as scripted:
        yield scripted


@pytest.fixture
def own_server(tmp_path: Path, own_upstream: ScriptedUpstream) -> Iterator[StartedServer]:
    """A playground of this test's own, to end as it likes."""
    with StartedServer(prepared(tmp_path), connected(own_upstream)) as started:
        yield started.wait_until_ready()


@pytest.fixture
def own_visitor(own_server: StartedServer) -> Iterator[Visitor]:
    with Visitor(own_server.url) as visitor:
        yield visitor
