"""PostgreSQL is restarted and Redis goes away under a stream: both are this test's own."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from tests.runs.conftest import connected
from tests.scripted import ScriptedUpstream
from tests.started import StartedServer, free_port, prepared
from tests.visitor import Visitor

VERSIONS = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))


class Postgres:
    """A cluster in `folder`, which root leaves to the user that PostgreSQL asks for."""

    def __init__(self, folder: Path) -> None:
        self.bin, self.folder, self.port = VERSIONS[-1].parent, folder, free_port()
        self.user = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
        if self.user:
            shutil.chown(folder, "postgres")
        self.call("initdb", "--auth=trust", "--username=postgres", "--no-sync")
        self.start()

    def call(self, name: str, *arguments: str) -> None:
        command = [*self.user, str(self.bin / name), "-D", str(self.folder), *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")

    def start(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off"
        self.call("pg_ctl", "-w", "-l", str(self.folder / "log"), "-o", options, "start")

    def stop(self) -> None:
        self.call("pg_ctl", "-w", "-m", "fast", "stop")

    @property
    def url(self) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/postgres"


class Redis:
    def __init__(self) -> None:
        self.port = free_port()
        self.start()

    def start(self) -> None:
        command = ["redis-server", "--port", str(self.port), "--save", "", "--bind", "127.0.0.1"]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(10)


@pytest.fixture
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    if not VERSIONS:
        pytest.skip("PostgreSQL's server is not installed here")
    folder = Path("/tmp") / f"playground-pg-{free_port()}"
    folder.mkdir(mode=0o700)
    cluster = Postgres(folder)
    yield cluster
    cluster.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def redis() -> Iterator[Redis]:
    if not shutil.which("redis-server"):
        pytest.skip("Redis' server is not installed here")
    server = Redis()
    yield server
    server.stop()


def wait_for(frames: Iterator[str], text: str) -> str:
    return next(frame for frame in frames if text in frame)


def says_that_the_database_is_away(visitor: Visitor) -> None:
    """A page and a machine's question, both at once: each waits for its own connection in vain."""
    with ThreadPoolExecutor() as threads:
        health = threads.submit(visitor.client.get, "/healthz")
        page = visitor.client.get("/history/", headers={"Accept": "text/html"})
    assert (page.status_code, "does not answer" in page.text) == (503, True)
    assert health.result().status_code == 503
    # On an idle machine 5 s: what hangs for 20 s is reloaded in vain.
    assert page.elapsed < timedelta(seconds=15)


def test_goes_on_through_a_restart_of_postgresql_and_without_redis(
    tmp_path: Path, postgres: Postgres, redis: Redis, own_upstream: ScriptedUpstream
) -> None:
    upstream = own_upstream
    environment = {
        **connected(upstream),
        "SECRET_KEY": "of both",
        "DATABASE_URL": postgres.url,
        "REDIS_URL": f"redis://127.0.0.1:{redis.port}/0",
    }
    prepared(tmp_path)
    with StartedServer(tmp_path, environment) as one, StartedServer(tmp_path, environment) as two:
        # They migrate an empty database first.
        one.wait_until_ready(120)
        two.wait_until_ready(120)
        with Visitor(one.url) as here, Visitor(two.url) as there:
            run = here.chat()
            frames, elsewhere = here.frames(run), there.frames(run)
            upstream.token("Before. ")
            wait_for(frames, "Before.")
            wait_for(elsewhere, "Before.")
            redis.stop()
            upstream.token("Without Redis. ")
            wait_for(frames, "Without Redis.")
            wait_for(elsewhere, "Without Redis.")
            postgres.stop()
            upstream.token("Without PostgreSQL. ")
            wait_for(frames, "Without PostgreSQL.")
            says_that_the_database_is_away(here)
            upstream.finish()
            postgres.start()
            redis.start()
            # A reader whose last look met the restart is sent away, and its page connects again.
            for _ in frames:
                pass
            ended = there.ended(run)
            assert (ended["status"], ended["text"]) == (
                "completed",
                "Before. Without Redis. Without PostgreSQL. ",
            )
            again = here.chat()
            upstream.token("Again.")
            upstream.finish()
            assert there.ended(again)["text"] == "Again."
