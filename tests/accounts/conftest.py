import re
from collections.abc import Iterator

import httpx
import pytest

from tests.started import StartedServer, prepared

PASSWORD = "correct horse battery"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StartedServer]:
    folder = prepared(tmp_path_factory.mktemp("login"), login=True)
    settings = {
        "DJANGO_SETTINGS_MODULE": "tests.accounts.quick_hashes",
        "LOGIN": "required",
        "ADMIN_USERNAME": "ada",
        "ADMIN_PASSWORD": PASSWORD,
    }
    with StartedServer(folder, settings) as started:
        yield started.wait_until_ready()
        assert started.stop() == 0
    assert "Traceback" not in started.output


class Person:
    """Somebody in a browser of their own."""

    def __init__(self, server: StartedServer) -> None:
        self.client = httpx.Client(base_url=server.url, timeout=30, trust_env=False, verify=False)

    def post(self, page: str, path: str = "", **data: str) -> httpx.Response:
        token = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', self.client.get(page).text)[1]  # type: ignore[index]
        return self.client.post(path or page, data={"csrfmiddlewaretoken": token, **data})

    def log_in(self, name: str = "ada", password: str = PASSWORD) -> httpx.Response:
        return self.post("/accounts/login/", login=name, password=password)


@pytest.fixture
def stranger(server: StartedServer) -> Iterator[Person]:
    somebody = Person(server)
    yield somebody
    somebody.client.close()


@pytest.fixture
def admin(stranger: Person) -> Person:
    assert stranger.log_in().status_code == 302
    return stranger
