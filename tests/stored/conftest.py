import re
from collections.abc import Iterator

import pytest

from tests.started import StartedServer, prepared
from tests.visitor import Visitor

from .upstream import StoredUpstream


def environment(upstream: StoredUpstream) -> dict[str, str]:
    return {"OPENAI_API_KEY": "sk-secret-1234", "OPENAI_BASE_URL": upstream.url}


@pytest.fixture(scope="module")
def upstream() -> Iterator[StoredUpstream]:
    with StoredUpstream() as started:
        yield started


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, upstream: StoredUpstream) -> Iterator[StartedServer]:
    folder = prepared(tmp_path_factory.mktemp("stored"))
    with StartedServer(folder, environment(upstream)) as started:
        yield started.wait_until_ready()


@pytest.fixture
def visitor(server: StartedServer, upstream: StoredUpstream) -> Iterator[Visitor]:
    upstream.requests.clear()
    upstream.lacking = 0
    upstream.refused.clear()
    with Visitor(server.url) as visitor:
        yield visitor


def synced(visitor: Visitor, source: str = "upstream") -> str:
    """Sync until it has ended; what the page says of it then."""
    visitor.post("/stored/completions/sync/", {"source": source})
    return settled(visitor, f"/stored/completions/sync/?source={source}")


def settled(visitor: Visitor, address: str) -> str:
    """A fragment that asks for itself again, once it does not any more."""
    while 'hx-trigger="every' in (page := visitor.client.get(address, headers={"HX-Request": "true"}).text):
        pass
    return page


def ids_in(page: str) -> list[str]:
    """The completions of a list, from the top."""
    return re.findall(r'<input type="checkbox" name="id" value="([^"]+)"', page)
