from collections.abc import Iterator

import pytest

from tests.cable import Cable
from tests.started import StartedServer, prepared
from tests.visitor import Visitor

from .upstream import RealtimeUpstream


@pytest.fixture(scope="session")
def one_upstream() -> Iterator[RealtimeUpstream]:
    with RealtimeUpstream() as upstream:
        yield upstream


@pytest.fixture(scope="session")
def one_cable(one_upstream: RealtimeUpstream) -> Iterator[Cable]:
    with Cable(one_upstream.port) as cable:
        yield cable


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory, one_cable: Cable) -> Iterator[StartedServer]:
    """A started playground whose connection leads by a cable to the upstream that the tests play."""
    address = f"http://127.0.0.1:{one_cable.port}/v1"
    environment = {"OPENAI_API_KEY": "sk-secret-1234", "OPENAI_BASE_URL": address}
    with StartedServer(prepared(tmp_path_factory.mktemp("data")), environment) as started:
        yield started.wait_until_ready()


@pytest.fixture
def upstream(one_upstream: RealtimeUpstream) -> RealtimeUpstream:
    one_upstream.reset()
    return one_upstream


@pytest.fixture
def cable(one_cable: Cable) -> Iterator[Cable]:
    yield one_cable
    one_cable.mend()


@pytest.fixture
def visitor(server: StartedServer, upstream: RealtimeUpstream) -> Iterator[Visitor]:
    with Visitor(server.url) as visitor:
        yield visitor
