from pathlib import Path

import httpx

from tests.started import StartedServer


def test_starts_twice_at_once_on_an_empty_postgresql(
    tmp_path: Path, empty_postgres_url: str, redis_url: str
) -> None:
    environment = {"DATABASE_URL": empty_postgres_url, "REDIS_URL": redis_url, "SECRET_KEY": "of both"}
    with (
        StartedServer(tmp_path / "one", environment) as one,
        StartedServer(tmp_path / "two", environment) as two,
    ):
        for server in (one, two):
            server.wait_until_ready()
            assert httpx.get(f"{server.url}/healthz").status_code == 200
        assert one.stop() == two.stop() == 0
