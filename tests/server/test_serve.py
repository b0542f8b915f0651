"""The `serve` command, from its first line to its exit status."""

import signal
import socket
from pathlib import Path

import httpx
import pytest

from tests.started import StartedServer, prepared


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    return tmp_path / "data"


def test_serves_from_nothing_and_prepares_nothing_at_a_second_start(data_dir: Path) -> None:
    with StartedServer(data_dir) as server:
        assert server.wait_until_ready().lines[:2] == ["Database prepared.", "Static files collected."]
        assert f"Playground is at {server.url}" in server.output
        assert "no key needed" in server.output
        assert httpx.get(f"{server.url}/healthz").json() == {"status": "ok"}
        assert (data_dir / "playground.sqlite3").is_file()
        assert server.stop() == 0
    with StartedServer(data_dir) as server:
        assert server.wait_until_ready().lines[0].startswith("Playground is at")


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_ends_with_status_0_when_told_to(data_dir: Path, sign: signal.Signals) -> None:
    with StartedServer(prepared(data_dir)) as server:
        server.wait_until_ready()
        # A request that never gets its body does not keep the process.
        with socket.create_connection(("127.0.0.1", server.port)) as connection:
            connection.sendall(b"POST /chat/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n")
            httpx.get(f"{server.url}/healthz")
            assert server.stop(sign) == 0
    assert "Traceback" not in server.output


def test_says_which_port_is_in_use_and_how_to_choose_another(data_dir: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with StartedServer(data_dir, port=port) as server:
            assert server.wait() == 1
    assert f"Port {port} is in use" in server.output
    assert f"PORT={port + 1} make run" in server.output
    assert "Traceback" not in server.output
    assert not (data_dir / "playground.sqlite3").exists()
