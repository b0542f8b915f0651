from collections.abc import Iterator

import pytest

from tests.started import StartedServer, prepared
from tests.visitor import Visitor

from .upstream import RealtimeUpstream


@pytest.fixture(scope="session")
def one_upstream() -> Iterator[RealtimeUpstream]:
    with RealtimeUpstream() as upstream:
        yield upstream


@pytest.fixture(scope="session")
def server(
    tmp_path_factory: pytest.TempPathFactory, one_upstream: RealtimeUpstream
) -> Iterator[StartedServer]:
    """A started playground whose connection is the upstream that the tests play."""
    environment = {"OPENAI_API_KEY": "sk-secret-1234", "OPENAI_BASE_URL": one_upstream.url}
    with StartedServer(prepared(tmp_path_factory.mktemp("data")), environment) as started:
        yield started.wait_until_ready()


@pytest.fixture
def upstream(one_upstream: RealtimeUpstream) -> RealtimeUpstream:
    one_upstream.reset()
    return one_upstream


@pytest.fixture
def visitor(server: StartedServer, upstream: RealtimeUpstream) -> Iterator[Visitor]:
    with Visitor(server.url) as visitor:
        yield visitor
