from collections.abc import Iterator

import pytest

from tests.started import StartedServer, prepared


@pytest.fixture(scope="module")
def flood(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StartedServer]:
    """Our server with an application of the tests behind it, and a body limit of 1 MB."""
    environment = {
        "DJANGO_SETTINGS_MODULE": "tests.server.flood",
        "UPLOAD_MAX_SIZE": "1000000",
    }
    with StartedServer(prepared(tmp_path_factory.mktemp("data")), environment) as server:
        yield server.wait_until_ready()
